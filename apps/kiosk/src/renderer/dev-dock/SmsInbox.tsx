export interface Sms {
  readonly phone: string;
  readonly text: string;
  readonly sentAt: string;
}

/** The phones of the synthetic citizens: what the sandbox gateway has "sent", newest first. */
export function SmsInbox({ messages }: { readonly messages: readonly Sms[] }) {
  return (
    <section className="dock__device">
      <h2>短信 SMS</h2>
      {messages.length === 0 ? <p className="dock__state">还没有短信 · nothing sent yet</p> : undefined}
      <ul className="dock__sms">
        {messages.map(({ phone, text, sentAt }) => (
          <li key={`${sentAt}-${phone}`}>
            <span>{phone}</span>
            <time dateTime={sentAt}>{new Date(sentAt).toLocaleTimeString('zh-CN')}</time>
            <p>{text}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
