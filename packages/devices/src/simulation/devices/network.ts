import { z } from 'zod';
import { success } from '../../core/result.ts';
import type { Label } from '../control.ts';
import { startInProcess } from '../processes/startInProcess.ts';
import { type ActionModel, absent, type DeviceModel, defineDevice, noArgs } from './deviceModel.ts';

/** Address of the central service behind the relay; empty when the machine was started without one. */
const endpointSchema = z.object({ url: z.string() });

/** The relay before the central service, or nothing when there is no service. */
export const network = defineDevice({
  name: 'network',
  endpointSchema,
  model: () => networkModel,
  start: async ({ centralUrl, onState }) => {
    if (centralUrl === undefined) {
      const next = 'Start the simulation with --central-url.';
      const error = { code: 'NO_CENTRAL_SERVICE', message: 'there is no central service behind the network', next };
      return success({ controlled: absent({ condition: 'none' }, error), endpoint: { url: '' } });
    }
    return startInProcess(endpointSchema, { script: 'network.ts', args: ['--target', centralUrl], onState });
  },
});

const SUMMARIES: Readonly<Record<string, Label>> = {
  up: { zh: '网络正常', en: 'network up' },
  cut: { zh: '网络已断开', en: 'network cut' },
  hang: { zh: '网络无响应', en: 'network hangs: connections open, nothing passes' },
  slow: { zh: '网络缓慢', en: 'network slow' },
  'cut-after-request': { zh: '请求送达，应答丢失', en: 'requests arrive, answers are lost' },
  none: { zh: '未接中心服务', en: 'no central service behind it' },
};

const condition = (name: string, label: Label, becomes: string): ActionModel => ({
  name,
  label,
  args: noArgs,
  possible: (state) => state.condition !== 'none' && state.condition !== becomes,
});

const networkModel: DeviceModel = {
  name: 'network',
  label: { zh: '网络', en: 'Network' },
  summarise: (state) => SUMMARIES[String(state.condition)] ?? { zh: '未知', en: 'unknown' },
  actions: [
    condition('cut', { zh: '断网', en: 'Cut the network' }, 'cut'),
    condition('restore', { zh: '恢复网络', en: 'Restore the network' }, 'up'),
    condition('hang', { zh: '网络无响应', en: 'Let the network hang' }, 'hang'),
    condition('slow', { zh: '网络变慢', en: 'Slow the network down' }, 'slow'),
    condition('cut-after-request', { zh: '丢失应答', en: 'Lose the answers' }, 'cut-after-request'),
  ],
};
