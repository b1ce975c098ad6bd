import {mkdirSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {build, type Plugin} from 'esbuild';

type Shipped = {
	readonly shippedRenderer: Plugin;
	readonly rendererOptions: {readonly define: Record<string, string>; readonly inject: string[]};
};

/** Where `ink` leads in the unit tests (vitest.config.ts). */
export const shippedInk = join(process.cwd(), 'build/shipped-ink.mjs');

/**
 * Before the unit tests: Ink with what scripts/bundle/renderer.mjs puts into its place, as in the bundle, in a file of its
 * own. React stays outside: the tests and Ink must have the same one.
 */
export default async function bundleInk(): Promise<void> {
	const path = '../../scripts/bundle/renderer.mjs';
	const {shippedRenderer, rendererOptions} = (await import(path)) as Shipped;
	const {outputFiles} = await build({
		...rendererOptions,
		entryPoints: ['ink'],
		outfile: shippedInk,
		write: false,
		bundle: true,
		platform: 'node',
		target: 'node22',
		format: 'esm',
		external: ['react', 'react-devtools-core'],
		banner: {js: "import {createRequire as __own} from 'node:module'; const require = __own(import.meta.url);"},
		plugins: [shippedRenderer],
		logLevel: 'warning',
	});
	mkdirSync('build', {recursive: true});
	// Another run may be reading it.
	const fresh = `${shippedInk}.${process.pid}.new`;
	writeFileSync(fresh, outputFiles[0]!.contents);
	renameSync(fresh, shippedInk);
}
