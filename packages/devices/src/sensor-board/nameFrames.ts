import type { Direction, FrameNamer, SeenFrame } from '../config/deviceKind.ts';
import { type Request, RequestFinder } from './modbus.ts';

/** Names the questions to a board; its answers carry no question, and are shown as they are. */
export function nameModbusFrames(): FrameNamer {
  const requests = new RequestFinder();
  return {
    push: (direction: Direction, bytes: Uint8Array): readonly SeenFrame[] => {
      if (direction === '<=') return [{ name: 'answer', hex: hex(bytes) }];
      return requests.push(bytes).map(({ address, request }) => ({ name: nameOf(address, request), hex: '' }));
    },
  };
}

function nameOf(address: number, request: Request): string {
  if (request.kind === 'write') return `board ${address}: coil ${request.coil} ${request.on ? 'on' : 'off'}`;
  const what = request.function === 2 ? 'inputs' : 'coils';
  return `board ${address}: read ${request.count} ${what} from ${request.start}`;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
