import type { SocialCard } from './types.ts';

/**
 * A read card as the line that `iReadCardBas` of the national driver API (LD/T 6001.5-2023) returns, for back offices
 * which expect that. What the card does not say is empty, as are the two terminal items where none are given.
 */
export function formatBasicData(card: SocialCard, terminal: { number?: string; device?: string } = {}): string {
  const items = [
    card.regionCode,
    card.holder.citizenNumber,
    card.cardNumber,
    card.identificationCode,
    card.holder.name,
    card.resetInformation,
    card.version,
    compact(card.issuedOn),
    compact(card.validUntil),
    terminal.number,
    terminal.device,
  ];
  return items.map((item) => `${item ?? ''}|`).join('');
}

const compact = (date: string | undefined): string | undefined => date?.replaceAll('-', '');
