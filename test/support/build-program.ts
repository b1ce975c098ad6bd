import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {build, type BuildOptions} from 'esbuild';

type Bundling = {
	bundleOptions(given: {entryPoints: Record<string, string>; outdir: string}): BuildOptions;
	shippable(text: string): string;
};

/**
 * Bundles a program of test/support/programs just as the product is bundled, into a folder of its own. Returns the file to
 * run with Node and what removes it again.
 */
export async function buildProgram(name: string): Promise<{readonly file: string; readonly remove: () => void}> {
	const bundling = '../../scripts/bundle/options.mjs';
	const {bundleOptions, shippable} = (await import(bundling)) as Bundling;
	// Within the project, where Node knows the files as modules.
	mkdirSync('build', {recursive: true});
	const outdir = mkdtempSync(join('build', 'program-'));
	const {outputFiles = []} = await build({
		...bundleOptions({entryPoints: {[name]: `test/support/programs/${name}.tsx`}, outdir}),
		legalComments: 'none',
	});
	for (const {path, text} of outputFiles) writeFileSync(join(outdir, basename(path)), shippable(text));
	return {
		file: join(outdir, `${name}.js`),
		remove() {
			rmSync(outdir, {recursive: true, force: true});
		},
	};
}
