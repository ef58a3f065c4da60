import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';

/**
 * Builds the Electron host into `dist/electron`: Electron's Node is not asked to strip types, and a sandboxed preload must
 * be one CommonJS file. Our own packages are bundled; what comes from the registry is loaded from `node_modules`, for
 * native drivers, WASM and model files lie beside their code there.
 */

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const face = fileURLToPath(import.meta.resolve('@renshe/face'));

/** Everything Electron's main process, its utility process and its worker start from. */
const entries = {
  main: source('./main.ts'),
  deviceHost: source('../../device-host/main.ts'),
  faceWorker: fileURLToPath(new URL('./worker/main.ts', `file://${face}`)),
};

/** A package of the registry, of Node or of Electron: imported by name, and none of ours. */
const isForeign = (id: string): boolean => /^[^./\0]/.test(id) && !id.startsWith('@renshe/');

export async function buildElectron(outDir: string): Promise<void> {
  const common: InlineConfig = { configFile: false, logLevel: 'warn', publicDir: false };
  await build({
    ...common,
    ssr: { noExternal: [/^@renshe\//] },
    build: {
      outDir,
      emptyOutDir: true,
      ssr: true,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: entries,
        external: isForeign,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared/[name]-[hash].js' },
      },
    },
  });
  await build({
    ...common,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'chrome140',
      minify: false,
      lib: { entry: source('./preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  });
}

if (import.meta.main) await buildElectron(source('../../../dist/electron'));
