/**
 * What is heard when a key is pressed: its name, or, where the digits are a secret, only a tone, because a hall has
 * other ears than the citizen's.
 */
export type InputEcho = { readonly kind: 'word'; readonly text: string } | { readonly kind: 'tone' };

export type OnSpeak = (echo: InputEcho) => void;

export function echoOf(text: string, secret: boolean): InputEcho {
  return secret ? { kind: 'tone' } : { kind: 'word', text };
}
