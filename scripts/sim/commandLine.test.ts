import { describe, expect, it } from 'vitest';
import { BadUsage, parseCommandLine } from './commandLine.ts';

const parse = (line: string) => parseCommandLine(line === '' ? [] : line.split(' '), '/run');

describe('the command line of pnpm sim', () => {
  it('lists without arguments', () => {
    expect(parse('')).toEqual({ kind: 'list', runDir: '/run', json: false });
  });

  it('takes device, action and choice, in the run directory named', () => {
    expect(parse('id-card-reader place chen-jianguo --keep-camera --run-dir /elsewhere')).toEqual({
      kind: 'act',
      runDir: '/elsewhere',
      json: false,
      device: 'id-card-reader',
      action: 'place',
      choice: 'chen-jianguo',
      keepCamera: true,
    });
  });

  it('leaves the choice out when there is none', () => {
    expect(parse('receipt-printer paper-out')).not.toHaveProperty('choice');
  });

  it('puts the control file of a lone device beside its link', () => {
    expect(parse('start id-card-reader --link /tmp/reader --baud 57600')).toEqual({
      kind: 'start',
      devices: ['id-card-reader'],
      line: { link: '/tmp/reader', baud: 57600 },
      runDir: '/tmp/reader.simulation',
    });
  });

  it('starts several devices, or all, beside whatever runs', () => {
    expect(parse('start --devices camera,id-card-reader')).toEqual({
      kind: 'start',
      devices: ['id-card-reader', 'camera'],
      line: {},
      runDir: '/run/started',
    });
    expect(parse('start --devices all')).toMatchObject({ devices: expect.arrayContaining(['network', 'camera']) });
  });

  it.each([
    ['id-card-reader', 'action is missing'],
    ['start', '--devices'],
    ['start fridge', 'no "fridge" among id-card-reader'],
    ['start id-card-reader camera', '--devices id-card-reader,camera'],
    ['start camera --devices all', 'one device, or --devices'],
    ['start --devices all --link /tmp/r', 'for one device'],
    ['start id-card-reader --link /tmp/r --baud 300', '--baud must be one of'],
    ['id-card-reader place a b', 'too much'],
    ['--nonsense', "'--nonsense'"],
  ])('refuses "%s"', (line, reason) => {
    expect(() => parse(line)).toThrow(BadUsage);
    expect(() => parse(line)).toThrow(reason);
  });
});
