import { useLayoutEffect, useRef, useState } from 'react';
import type { DeviceProfile } from '../../contract/contract.ts';

/** Room for the drawn bezel on both sides. */
const BEZEL_PX = 24;

/** The kiosk's own page at its true size in pixels, scaled down to fit. */
export function KioskFrameView({ profile }: { readonly profile: DeviceProfile | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const width = profile?.widthPx ?? 1080;
  const height = profile?.heightPx ?? 1920;
  const scale = Math.min((room.width - BEZEL_PX) / width, (room.height - BEZEL_PX) / height);
  return (
    <div className="dock__kiosk" ref={place}>
      {profile && scale > 0 ? (
        <div className="dock__glass" style={{ width: width * scale, height: height * scale }}>
          <iframe
            title="Kiosk"
            src={`../index.html${window.location.hash}`}
            allow="camera; autoplay"
            style={{ width, height, transform: `scale(${scale})` }}
          />
        </div>
      ) : undefined}
    </div>
  );
}
