// @vitest-environment jsdom
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { SignClip } from './SignClip.tsx';

const render = (clip: URL | undefined) =>
  renderToStaticMarkup(
    <SignClip clip={clip} label="手语讲解">
      <p>请把身份证平放好</p>
    </SignClip>,
  );

it('is nothing but the screen where no clip was filmed', () => {
  expect(render(undefined)).toBe('<p>请把身份证平放好</p>');
});

it('stands beside the screen, silent and by itself, where there is one', () => {
  const html = render(new URL('http://127.0.0.1/clips/place-card.webm'));
  expect(html).toContain('src="http://127.0.0.1/clips/place-card.webm"');
  for (const attribute of ['autoPlay', 'loop', 'muted', 'aria-label="手语讲解"']) {
    expect(html.toLowerCase()).toContain(attribute.toLowerCase());
  }
  expect(html).toContain('<p>请把身份证平放好</p>');
});
