/**
 * The code points of the private use area that old registers (GBK) kept 80 rare characters in, from U+E815 on, and
 * where Unicode has them now (GB 18030-2022; six of the last moves are to the supplementary planes). 䶮 is the best
 * known of them in names: one register writes U+4DAE, an older one U+E863.
 */
const GBK_PRIVATE_START = 0xe815;
const GBK_PRIVATE_NOW = [
  ...'⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻',
];

/** What input methods give for the dot in names such as 买买提·阿不都拉. Cards carry U+00B7. */
const DOTS = /[•‧∙⋅・･．●᛫⸱]/gu;
/** A full stop is that dot only between Chinese characters: `J. Smith` keeps his. */
const FULL_STOP_AS_DOT = /(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu;
/** They choose a glyph or hide in pasted text; the name is the same without them. */
const INVISIBLE = /\p{Variation_Selector}|\u{200B}|\u{200C}|\u{200D}|\u{2060}|\u{FEFF}/gu;

/**
 * The name in the form names are compared in. Only what the same person's papers really differ by is evened out:
 * Unicode composition (and with it compatibility ideographs), rare characters in the private places of old registers,
 * variation selectors, blanks around and between, letter case of foreign names, and the separating dot. Never for
 * showing: on screen and paper a name stands as the card has it.
 */
export function comparableName(name: string): string {
  return name
    .toUpperCase()
    .normalize('NFC')
    .replace(/[\uE815-\uE864]/gu, (old) => GBK_PRIVATE_NOW[old.charCodeAt(0) - GBK_PRIVATE_START] ?? old)
    .replace(INVISIBLE, '')
    .replace(DOTS, '·')
    .replace(FULL_STOP_AS_DOT, '·')
    .replace(/\s*·\s*/gu, '·')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Whether two registers mean the same name. A missing or different character is never the same name. */
export const isSameName = (a: string, b: string): boolean => comparableName(a) === comparableName(b);
