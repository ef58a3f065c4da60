import { type Prompt, Stage, Waiting } from '@renshe/ui';

/** The terminal works; the citizen only has to wait. */
export function WaitingStage({ prompt }: { readonly prompt: Prompt }) {
  return <Stage title={prompt.title} lead={prompt.lead} figure={<Waiting />} />;
}
