import { useEffect, useRef, useState } from 'react';
import { getScreenSize } from './screenSizes.ts';
import { type View, writeView } from './view.ts';

/** Inches across on this page for each inch of a screen: a 32-inch screen is seen to be larger than a 15-inch one. */
const LARGEST_INCHES = 32;

/** A frame with the pixels of the real screen, drawn smaller so that it fits: layout and type are as on the machine. */
export function Device({ view }: { readonly view: View }) {
  const room = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(0.3);
  const size = getScreenSize(view.size);
  const share = 0.72 + 0.28 * (size.diagonalInches / LARGEST_INCHES);
  useEffect(() => {
    const fit = () => {
      const box = room.current?.getBoundingClientRect();
      if (box) setScale(Math.min(box.width / size.widthPx, box.height / size.heightPx) * share);
    };
    fit();
    const observer = new ResizeObserver(fit);
    if (room.current) observer.observe(room.current);
    return () => observer.disconnect();
  }, [size, share]);
  return (
    <figure className="device">
      <div ref={room} className="device__room">
        <div className="device__body" style={{ width: size.widthPx * scale, height: size.heightPx * scale }}>
          <iframe
            title={`${view.entry}, ${view.theme}, ${view.form}`}
            src={`./frame.html#${writeView(view)}`}
            width={size.widthPx}
            height={size.heightPx}
            style={{ scale: String(scale) }}
          />
        </div>
      </div>
      <figcaption>
        {view.theme} · {view.form} · {size.name}
      </figcaption>
    </figure>
  );
}
