import '../src/styles.css';
import { entryId, type GalleryEntry } from './galleryEntry.ts';

const files = import.meta.glob<{ readonly gallery: readonly GalleryEntry[] }>('../src/**/*.gallery.tsx', {
  eager: true,
});

/** Every `*.gallery.tsx` beside a component brings its own: there is no list to forget. */
export const galleryEntries: readonly GalleryEntry[] = Object.keys(files)
  .sort()
  .flatMap((file) => files[file]?.gallery ?? []);

export function findEntry(id: string | null): GalleryEntry | undefined {
  return galleryEntries.find((entry) => entryId(entry) === id);
}

/** The entries' names by the file they stand in (`BigButton`), for whoever goes through all of them. */
export function entryIdsByFile(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(files).map(([file, { gallery }]) => [
      file.replace(/^.*\//, '').replace('.gallery.tsx', ''),
      gallery.map(entryId),
    ]),
  );
}
