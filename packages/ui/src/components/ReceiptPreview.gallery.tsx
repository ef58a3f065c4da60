import type { GalleryEntry } from '../../gallery/galleryEntry.ts';
import { ReceiptPreview } from './ReceiptPreview.tsx';

export const gallery: readonly GalleryEntry[] = [
  {
    component: 'ReceiptPreview',
    state: 'verified',
    render: ({ words }) => (
      <div className="frame__column">
        <ReceiptPreview
          title={words({ zh: '社会保障卡申领人脸核验回执', en: 'Receipt: face verified' })}
          statement={words({ zh: '已完成身份核验', en: 'Your identity was verified' })}
          receiptNumber="RS-20260703-0042"
          rows={words({
            zh: [
              { label: '姓名', value: '王𠮷𬭎' },
              { label: '身份证号', value: '110101********0011' },
              { label: '受理编号', value: 'A-2026-000123' },
              { label: '领卡网点', value: '东城区人社服务大厅' },
            ],
            en: [
              { label: 'Name', value: '王𠮷𬭎' },
              { label: 'ID', value: '110101********0011' },
              { label: 'Number', value: 'A-2026-000123' },
              { label: 'Collect at', value: 'Dongcheng service hall' },
            ],
          })}
          nextSteps={words({
            zh: ['制卡约 15 个工作日', '收到短信后来领卡'],
            en: ['Ready in about 15 working days', 'Come when you get a message'],
          })}
          qrText="RS-20260703-0042"
          qrLabel={words({ zh: '回执编号', en: 'Receipt number' })}
          label={words({ zh: '回执', en: 'Receipt' })}
        />
      </div>
    ),
  },
  {
    component: 'ReceiptPreview',
    state: 'translated',
    render: () => (
      <div className="frame__column">
        <ReceiptPreview
          title="社保卡申请 本机收件凭条"
          statement="本机已收到您的核验。还没有送到社保中心，送到后才算完成。"
          receiptNumber="RS-20260703-0042"
          rows={[]}
          nextSteps={['请留好这张凭条。网络好了，本机会自动送到社保中心。']}
          qrText="RS-20260703-0042"
          qrLabel="凭条编号"
          label="凭条"
          translation={{
            lang: 'en',
            statement: 'This machine has received your confirmation. It has not reached the service center yet.',
            nextSteps: ['Keep this receipt. It is sent by itself when the network is back.'],
            note: 'The Chinese text is the one that counts.',
          }}
        />
      </div>
    ),
  },
];
