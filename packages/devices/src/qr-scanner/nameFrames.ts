import { encodeRequest, RequestStream, ScannerStream, type ScannerWord, ZONE } from './gm65Frame.ts';

/** Names what passes between terminal and scanner. What a code says is a person's: it is counted, not shown. */

interface Named {
  readonly name: string;
  readonly hex: string;
}

const ZONE_NAMES = new Map<number, string>(Object.entries(ZONE).map(([name, address]) => [address, name]));

export function nameScannerFrames(): { push(direction: '=>' | '<=', bytes: Uint8Array): Named[] } {
  const sent = new RequestStream();
  const heard = new ScannerStream();
  return {
    push: (direction, bytes) => {
      if (direction === '<=') return heard.push(bytes).map(nameWord);
      return sent.push(bytes).map((request) => {
        const zone = ZONE_NAMES.get(request.address) ?? `zone ${request.address.toString(16).padStart(4, '0')}`;
        return { name: `${request.type} ${zone}`, hex: hexOf(encodeRequest(request)) };
      });
    },
  };
}

function nameWord(word: ScannerWord): Named {
  switch (word.kind) {
    case 'reply':
      return { name: 'reply', hex: hexOf(word.data) };
    case 'code': {
      const { length } = word.bytes;
      word.bytes.fill(0);
      return { name: 'code', hex: `[${length} bytes masked]` };
    }
    case 'too-long':
      return { name: 'code without an end', hex: '' };
    case 'bad-frame':
      return { name: 'no reply: wrong checksum', hex: '' };
  }
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
