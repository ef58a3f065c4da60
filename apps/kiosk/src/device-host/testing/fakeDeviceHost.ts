import { openParentChannel } from '../parentChannel.ts';
import { serveDevices } from '../serveDevices.ts';
import { createFakeDevices } from './fakeDevices.ts';

/** Entry of a real device host process whose devices have no wire; for the tests that kill and stop it. */
serveDevices({
  channel: openParentChannel(process),
  openDevices: () => createFakeDevices(),
  exit: () => process.exit(0),
});
