import { failure, type Result, success } from '../core/result.ts';
import type { CardLink } from '../transports/pcsc.ts';
import { type Answer, type Command, decodeAnswer, encodeCommand } from './apdu.ts';
import { cardFailure, linkFailure } from './errors.ts';
import type { SocialCardError } from './types.ts';

/** What a chip has to be for the commands of this folder. */
export interface Chip {
  readonly atr: Uint8Array;
  /** Fails only when there is no answer; a refusal is an answer. Wipes the bytes it has made, not the command's own data. */
  send(command: Command): Promise<Result<Answer, SocialCardError>>;
}

/** No answer of a card's comes in more parts; one that always promises more is not listened to for ever. */
const MAX_PARTS = 16;

/**
 * The chip behind a link, with what T=0 leaves to whoever asks: `61xx` fetches what is ready, `6Cxx` asks again with the
 * right length. PC/SC drivers pass both on as they are.
 */
export function chipOn(link: CardLink): Chip {
  const ask = async (command: Command): Promise<Result<Answer, SocialCardError>> => {
    const bytes = encodeCommand(command, link.protocol);
    const sent = await link.transmit(bytes);
    bytes.fill(0);
    if (!sent.ok) return failure(linkFailure(sent.error));
    const answer = decodeAnswer(sent.value);
    return answer ? success(answer) : failure(cardFailure('bad-frame', 'an answer without a status word'));
  };

  return {
    atr: link.atr,
    send: async (command) => {
      let answer = await ask(command);
      if (answer.ok && sw1Of(answer.value) === 0x6c) answer = await ask({ ...command, le: lengthIn(answer.value) });
      const parts: Uint8Array[] = [];
      while (answer.ok && sw1Of(answer.value) === 0x61) {
        parts.push(answer.value.data);
        if (parts.length > MAX_PARTS) return failure(cardFailure('bad-frame', 'the card promises more without end'));
        const rest: Command = { cla: command.cla & 0x7c ? 0 : command.cla & 0x03, ins: 0xc0, p1: 0, p2: 0 };
        answer = await fetchRest(rest, lengthIn(answer.value), ask);
      }
      if (!answer.ok || parts.length === 0) return answer;
      const data = Buffer.concat([...parts, answer.value.data]);
      for (const part of [...parts, answer.value.data]) part.fill(0);
      return success({ data, sw: answer.value.sw });
    },
  };
}

/** GET RESPONSE may itself be told the right length. */
async function fetchRest(
  command: Command,
  le: number,
  ask: (command: Command) => Promise<Result<Answer, SocialCardError>>,
): Promise<Result<Answer, SocialCardError>> {
  const answer = await ask({ ...command, le });
  if (answer.ok && sw1Of(answer.value) === 0x6c) return ask({ ...command, le: lengthIn(answer.value) });
  return answer;
}

const sw1Of = ({ sw }: Answer): number => sw >> 8;
/** `00` stands for 256. */
const lengthIn = ({ sw }: Answer): number => sw & 0xff || 256;
