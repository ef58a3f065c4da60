import { describe, expect, it } from 'vitest';
import { parseCommand, parseReport } from './lines.ts';

describe('the line protocol', () => {
  it.each([
    '{"ready":true,"port":"/dev/pts/3","rfMs":120}',
    '{"ready":false,"error":{"code":"A","message":"b"}}',
    '{"id":1,"ok":true,"state":{"card":"none"}}',
    '{"id":1,"ok":false,"error":{"code":"A","message":"b","next":"c"}}',
    '{"event":"state","state":{}}',
  ])('understands the report %s', (line) => {
    expect(parseReport(line)).toEqual(JSON.parse(line));
  });

  it.each(['', 'Listening…', '{', '[]', '{"ready":"yes"}', '{"id":1,"ok":true}', '{"id":"1","ok":true,"state":{}}'])(
    'takes "%s" for chatter',
    (line) => {
      expect(parseReport(line)).toBeUndefined();
    },
  );

  it('lets a command leave out its arguments', () => {
    expect(parseCommand('{"id":7,"action":"take"}')).toEqual({ id: 7, action: 'take', args: {} });
  });

  it.each(['', '{"id":7}', '{"action":"take"}', 'null'])('takes "%s" for no command', (line) => {
    expect(parseCommand(line)).toBeUndefined();
  });
});
