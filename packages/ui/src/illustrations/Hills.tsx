import './Hills.css';

/** Distant hills in celadon, after the blue-green landscapes: the machine's ground on every screen. Pure ornament. */
export function Hills() {
  return (
    <svg className="rs-hills" viewBox="0 0 1200 600" preserveAspectRatio="none" aria-hidden="true">
      <path
        className="rs-hills__far"
        d="M-80 600V330C20 300 70 210 150 220 220 228 250 300 330 290 430 277 470 130 580 140 680 149 700 270 800 262 890 255 930 170 1020 186 1110 202 1160 300 1280 290V600Z"
      />
      <path
        className="rs-hills__mid"
        d="M-80 600V420C40 410 110 320 210 334 310 348 350 430 460 418 560 407 640 300 750 312 850 323 900 420 1010 408 1100 398 1170 350 1280 372V600Z"
      />
      <path
        className="rs-hills__near"
        d="M-80 600V510C60 520 170 430 300 446 430 462 500 530 640 516 780 502 880 440 1000 452 1110 463 1190 520 1280 512V600Z"
      />
    </svg>
  );
}
