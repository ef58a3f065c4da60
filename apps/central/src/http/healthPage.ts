/** A page for a person who opens the address in a browser. Says that it is up, and nothing about anyone. */
export function healthPage(facts: { version: string; storeKind: string; sandbox: boolean; time: Date }): string {
  const mode = facts.sandbox ? 'sandbox: synthetic people only, no message leaves this machine' : 'production';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Renshe central service</title>
<h1>Renshe central service ${facts.version}</h1>
<p>Up. Database: ${facts.storeKind}. Mode: ${mode}. Time: ${facts.time.toISOString()}.</p>
<p><a href="/openapi.json">The interface as OpenAPI</a> · <a href="/v1/health">health as JSON</a></p>
</html>
`;
}
