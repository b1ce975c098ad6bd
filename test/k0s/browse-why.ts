import type {TestHost} from '../support/test-host.js';
import {list, sizes, withScreen} from './browse.js';
import {brokenObjects} from './causes.js';
import type {Found, Step} from './step.js';

/** So many broken pods are asked about by a key; each stands for another cause. */
const most = 20;

/** `pod/why/NAME`, each of another cause, and none whose name is a part of another's. */
const asked = brokenObjects
	.filter(({ask, reasons}) => ask.startsWith('pod/why/') && !reasons.some(each => /^(?:runs|done)$/.test(each)))
	.filter(({reasons}, at, all) => all.findIndex(each => each.reasons[0] === reasons[0]) === at)
	.map(({ask}) => ask.slice('pod/why/'.length))
	.filter((name, _, all) => all.every(other => other === name || !other.includes(name)))
	.slice(0, most);

const squashed = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** From a list of pods to the cause of the selected one: one key, and the sentence is the one of `why`. */
export const whyByKeys: Step = {
	name: 'why, by one key from the list of pods',
	realOnly: true,
	async run(host: TestHost): Promise<Found> {
		const found = await withScreen(host, sizes[1], async app => {
			const wrong: string[] = [];
			for (const name of asked) {
				const {stdout} = await host.tui(['why', `pod/why/${name}`, '--json'], {milliseconds: 60_000});
				const {sentence = ''} = JSON.parse(stdout) as {sentence?: string};
				// What grows while one looks (restarts, ages) stands in figures.
				const words = squashed(sentence).split(/\d/)[0]?.slice(0, 60) ?? '';
				await list(app, `pods why /${name}`, 'pods (why)');
				await app.until(() => app.screen().includes(`/${name}  1/`), `${name} alone`, 20_000);
				app.type('Y');
				try {
					await app.see(`Why why/${name}`, 20_000);
					await app.until(() => squashed(app.screen()).includes(words.trim()), words, 20_000);
				} catch {
					wrong.push(`${name}: not “${words}”`);
				}

				app.type('\u001B');
				await app.see('pods (why)', 15_000);
			}

			return wrong.join(' · ');
		});
		return found.right ? {...found, finding: `${asked.length} causes`, right: asked.length >= 15} : found;
	},
};
