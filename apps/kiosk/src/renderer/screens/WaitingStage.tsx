import { type Prompt, Stage, Waiting, type WaitingFor } from '@renshe/ui';

/** The terminal works; the citizen only has to wait. */
export function WaitingStage({ prompt, what }: { readonly prompt: Prompt; readonly what: WaitingFor }) {
  return <Stage title={prompt.title} lead={prompt.lead} figure={<Waiting what={what} />} />;
}
