import { describe, expect, it } from 'vitest';
import { parsePrinterUri } from './ippClient.ts';

describe('a printer uri', () => {
  it.each([
    ['ipp://192.0.2.7/ipp/print', 631, 'ipp://192.0.2.7:631/ipp/print'],
    ['ipp://printer:8631/ipp/print', 8631, 'ipp://printer:8631/ipp/print'],
    ['ipp://printer:80/', 80, 'ipp://printer:80/'],
    ['http://localhost/printers/kiosk', 80, 'ipp://localhost:80/printers/kiosk'],
    ['http://localhost:631/printers/kiosk', 631, 'ipp://localhost:631/printers/kiosk'],
    ['IPPS://[::1]/ipp/print', 631, 'ipps://[::1]:631/ipp/print'],
    ['https://printer/ipp', 443, 'ipps://printer:443/ipp'],
  ])('%s leads to port %i', (uri, port, printerUri) => {
    expect(parsePrinterUri(uri)).toMatchObject({ port, printerUri });
  });

  it('has its brackets taken off for the connection', () => {
    expect(parsePrinterUri('ipp://[::1]/ipp/print').hostname).toBe('::1');
  });

  it.each(['', 'printer', 'usb://HP/Laser', 'ipp:', 'ipp://', 'lpd://printer/queue'])('"%s" is none', (uri) => {
    expect(() => parsePrinterUri(uri)).toThrow(TypeError);
  });
});
