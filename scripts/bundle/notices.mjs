/**
 * The licences of what the bundle contains, for the file `NOTICES.txt` beside it: most ask that their text goes with every
 * copy. A package without a licence file fails the build: somebody has to look.
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

const packageOf = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Folders of the packages that the bundle has files of, in the order of their names. `metafile`: of esbuild. */
export function bundledPackages(metafile) {
	const folders = Object.keys(metafile.inputs)
		// A module that a plugin makes has the name of that plugin before a colon.
		.filter(path => !path.includes(':'))
		.map(path => packageOf.exec(path)?.[1]);
	return [...new Set(folders.filter(folder => folder !== undefined))].sort();
}

/** The text of NOTICES.txt. `root`: the folder that the paths of the metafile start from. */
export function notices(metafile, root) {
	const chapters = bundledPackages(metafile).map(folder => {
		const {name, version, license} = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
		const files = readdirSync(join(root, folder)).filter(each => /^(licen[cs]e|copying|notice)/i.test(each));
		const texts = files.sort().map(each => readFileSync(join(root, folder, each), 'utf8').trim());
		const own = join(root, 'scripts/licences', `${name.replaceAll('/', '+')}.txt`);
		if (texts.length === 0 && existsSync(own)) texts.push(readFileSync(own, 'utf8').trim());
		if (texts.length === 0) throw new Error(`${folder} has no licence file; put its text into ${own}`);
		return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
	});
	return `k0s-tui contains parts of these packages.\n\n${chapters.join(`\n${'-'.repeat(72)}\n\n`)}`;
}
