import type { ReactNode } from 'react';
import './Emblem.css';

export type EmblemKind =
  | 'card'
  | 'card-expired'
  | 'card-wrong'
  | 'plug'
  | 'camera-off'
  | 'face'
  | 'phone'
  | 'phone-off'
  | 'cloud-off'
  | 'folder'
  | 'shield'
  | 'clock'
  | 'family'
  | 'done'
  | 'pause'
  | 'wave'
  | 'page'
  | 'form'
  | 'kiosk'
  | 'centre';

/** One sign for what the screen is about, in a moon over the hills. */
export function Emblem({
  kind,
  tone = 'calm',
}: {
  readonly kind: EmblemKind;
  readonly tone?: 'calm' | 'attention' | 'done';
}) {
  return (
    <svg className="rs-emblem" data-tone={tone} viewBox="0 0 240 240" aria-hidden="true">
      <EmblemMoon kind={kind} />
    </svg>
  );
}

/** The same within a larger picture: 240 by 240. */
export function EmblemMoon({ kind }: { readonly kind: EmblemKind }) {
  return (
    <>
      <circle className="rs-emblem__halo" cx="120" cy="120" r="112" />
      <circle className="rs-emblem__moon" cx="120" cy="120" r="92" />
      <g className="rs-emblem__sign" fill="none" strokeWidth="7" strokeLinecap="round" strokeLinejoin="round">
        {signs[kind]}
      </g>
    </>
  );
}

const CARD = (
  <>
    <rect x="62" y="82" width="116" height="76" rx="9" />
    <path d="M80 106h34M80 122h26M80 140h80" />
    <circle cx="150" cy="108" r="10" />
  </>
);

const PHONE = (
  <>
    <rect x="86" y="60" width="68" height="120" rx="13" />
    <path d="M112 164h16" />
  </>
);

const SLASH = <path className="rs-emblem__mark" d="M66 66 174 174" />;

const signs: Record<EmblemKind, ReactNode> = {
  card: CARD,
  'card-expired': (
    <>
      {CARD}
      <circle className="rs-emblem__patch" cx="172" cy="156" r="31" />
      <path className="rs-emblem__mark" d="M172 138v20l12 8" />
    </>
  ),
  'card-wrong': (
    <>
      {CARD}
      <circle className="rs-emblem__patch" cx="172" cy="156" r="31" />
      <path className="rs-emblem__mark" d="M162 146l20 20M182 146l-20 20" />
    </>
  ),
  plug: (
    <>
      <path d="M58 120h34M148 120h34" />
      <path d="M92 96v48c0 4 4 6 8 6h6c20 0 24-14 24-30s-4-30-24-30h-6c-4 0-8 2-8 6Z" />
      <path className="rs-emblem__mark" d="M130 106h18M130 134h18" />
    </>
  ),
  'camera-off': (
    <>
      <rect x="60" y="84" width="82" height="72" rx="12" />
      <path d="M142 112l36-20v56l-36-20" />
      {SLASH}
    </>
  ),
  face: (
    <>
      <path d="M120 66c-30 0-42 22-42 50s18 58 42 58 42-30 42-58-12-50-42-50Z" />
      <path d="M103 114v2M137 114v2M106 146h28" />
    </>
  ),
  phone: (
    <>
      {PHONE}
      <path d="M104 92h32M104 110h32M104 128h18" />
    </>
  ),
  'phone-off': (
    <>
      {PHONE}
      {SLASH}
    </>
  ),
  'cloud-off': (
    <>
      <path d="M82 152a26 26 0 0 1 2-52 38 38 0 0 1 72-4 28 28 0 0 1 4 56Z" />
      {SLASH}
    </>
  ),
  folder: (
    <>
      <path d="M62 156V84h40l12 16h64v56Z" />
      <path className="rs-emblem__mark" d="M104 128h32" />
    </>
  ),
  shield: (
    <>
      <path d="M120 60l50 20v36c0 34-24 56-50 66-26-10-50-32-50-66V80Z" />
      <path className="rs-emblem__mark" d="M120 98v28M120 146v1" />
    </>
  ),
  clock: (
    <>
      <circle cx="120" cy="120" r="56" />
      <path className="rs-emblem__mark" d="M120 86v36l22 14" />
    </>
  ),
  family: (
    <>
      <circle cx="98" cy="86" r="20" />
      <path d="M62 170c0-34 14-50 36-50s36 16 36 50" />
      <circle cx="156" cy="118" r="14" />
      <path d="M134 172c0-24 8-34 22-34s24 10 24 34" />
    </>
  ),
  done: <path d="M76 124l30 30 58-64" strokeWidth="12" />,
  pause: <path d="M98 84v72M142 84v72" strokeWidth="14" />,
  page: (
    <>
      <path d="M78 62h60l24 24v42M78 62v46" />
      <path d="M138 62v24h24" />
      <path d="M78 146v32h84v-12" />
      <path className="rs-emblem__mark" d="M66 132l22-12 20 14 22-14 20 14 24-14" />
    </>
  ),
  form: (
    <>
      <path d="M82 58h54l24 24v98H82Z" />
      <path d="M136 58v24h24M100 106h42M100 126h42" />
      <path className="rs-emblem__mark" d="M102 150l10 10 20-22" />
    </>
  ),
  kiosk: (
    <>
      <rect x="84" y="54" width="72" height="88" rx="9" />
      <path d="M98 72h44M98 90h28M106 142v36M134 142v36M92 180h56" />
      <path className="rs-emblem__mark" d="M106 122h28" />
    </>
  ),
  centre: (
    <>
      <path d="M62 104 120 64l58 40M72 104v66M168 104v66M60 172h120" />
      <path d="M98 172v-46M142 172v-46" />
      <path className="rs-emblem__mark" d="M108 100h24" />
    </>
  ),
  wave: (
    <>
      <path d="M64 130c14-18 28-18 42 0s28 18 42 0 22-14 30-6" />
      <path d="M64 156c14-18 28-18 42 0s28 18 42 0 22-14 30-6" />
      <circle cx="120" cy="90" r="18" />
    </>
  ),
};
