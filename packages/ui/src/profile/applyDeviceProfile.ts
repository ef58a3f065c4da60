import { type DeviceProfile, pixelsPerMillimetre } from './pixelsPerMillimetre.ts';

/** Sets `--mm`, from which every size of the design system is made, on the page's root element. */
export function applyDeviceProfile(root: HTMLElement, profile: DeviceProfile): void {
  root.style.setProperty('--mm', `${pixelsPerMillimetre(profile).toFixed(4)}px`);
}
