import { chineseDate } from './chineseDate.ts';
import type { Messages } from './types.ts';
import { zhHansScreens } from './zh-Hans.screens.ts';

/** 普通话，标准版。Primary-school words; at most 20 characters a line; the verb first; what to do next. */
export const zhHans: Messages = {
  language: 'zh-Hans',
  brand: { name: '人社自助服务', motto: '一卡在手，安心办事' },
  steps: ['选择方式', '放身份证', '核对本人', '看清申请', '拿好凭条'],
  stepOf: (current, total) => `第 ${current} 步，共 ${total} 步`,
  common: {
    back: '返回',
    leave: '退出',
    repeat: '再说一遍',
    help: '请人帮忙',
    retry: '再试一次',
    useSms: '改用短信验证码',
  },
  application: {
    kinds: { 'new-card': '新办社保卡', 'replacement-card': '补换社保卡' },
    labels: {
      name: '姓名',
      idNumber: '证件号码',
      kind: '办理事项',
      submitted: '申请日期',
      bank: '开卡银行',
      collection: '领卡方式',
      acceptanceNumber: '受理号',
    },
    collections: { branch: (place) => `到网点领取：${place}`, mail: (place) => `邮寄到：${place}` },
    date: chineseDate,
  },
  notices: {
    'card-reader-unavailable': { what: '读卡器暂时不能用', instead: '请到人工窗口办理' },
    'camera-unavailable': { what: '摄像头暂时不能用', instead: '可以用短信验证码办' },
    'face-unavailable': { what: '人脸核对暂时不能用', instead: '可以用短信验证码办' },
    'printer-unavailable': { what: '暂时不能打印凭条', instead: '凭条会显示在屏幕上' },
    'central-unreachable': { what: '现在连不上社保中心', instead: '本机可先收下，以后送到' },
  },
  timeWarning: {
    title: '您还在吗？',
    lead: '时间快到了，到时会自动退出。',
    seconds: (seconds) => `还有 ${seconds} 秒`,
    extend: '我还在，请多给我时间',
    spoken: '您还在吗？时间快到了。要继续，请按屏幕中间的大按钮。',
    spokenSeconds: (seconds) => `还有${seconds}秒。`,
  },
  help: {
    title: '请工作人员帮忙',
    lead: '您可以这样找到帮助：',
    spoken: '需要帮忙，请叫大厅里的工作人员，也可以打 12333。走不动的，可以预约上门办理。',
    labels: { who: '找谁', where: '在哪里', phone: '打电话', atHome: '来不了' },
    who: '大厅里的工作人员',
    where: (place) => `${place}人工窗口`,
    phone: (hotline) => `${hotline}，人工服务`,
    atHome: '打这个电话，可以预约上门',
    close: '知道了，接着办',
  },
  restoring: { title: '正在恢复', lead: '请稍等，机器自己会好。', spoken: '机器正在恢复，请稍等一会儿。' },
  screens: zhHansScreens,
};
