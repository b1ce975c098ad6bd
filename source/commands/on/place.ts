import {randomBytes} from 'node:crypto';
import {neededBytes, type Form} from './archive.js';
import {unreached, unsuited, type Fault} from './fault.js';
import {placeFault, type ServerFacts} from './facts.js';
import type {Line} from './line.js';
import {answers, ask, finishScript, prepareScript, type Said} from './scripts.js';

/** `made`: it is packed; `sent`: bytes of `size` are on their way; `checking`: on the server. */
export type Progress =
	{readonly kind: 'making' | 'checking'} | {readonly kind: 'sent'; readonly bytes: number; readonly size: number};

const faults = {checksum: 'checksum', unpack: 'unpack', start: 'start', rename: 'unpack'} as const;

/**
 * The folder of the form on the server, placed there once. A copy that is cut off leaves a folder with another name, which the
 * next one removes.
 */
export async function placed(
	line: Line,
	facts: ServerFacts,
	said: Said,
	form: Form,
	tell: (progress: Progress) => void,
): Promise<string | Fault> {
	const target = `${facts.cache}/k0s-tui/on/${form.id}`;
	if (facts.placed.includes(target)) return target;
	const fault = placeFault(said, neededBytes);
	if (fault) return fault;
	tell({kind: 'making'});
	let made: Awaited<ReturnType<Form['make']>>;
	try {
		made = await form.make();
	} catch (error) {
		return unsuited('no-form', error instanceof Error ? error.message : String(error));
	}

	// This one lives until the copy is in its place: nobody else removes the folder then.
	const nonce = randomBytes(8).toString('hex');
	let heard = '';
	const holder = line.start(['sh', '-s', nonce, facts.cache], {
		input: 'open',
		onOut: chunk => (heard += String(chunk)),
	});
	holder.child.stdin?.write(prepareScript);
	try {
		const folder = await folderSaid(holder, () => answers(heard, nonce));
		if (folder === undefined) return unsuited('no-write', (await holder.ended).stderr.trim().split('\n').at(-1));
		const size = made.archive.length;
		const sent = await line.run(['dd', 'bs=65536', `of=${folder}/archive`], {
			input: made.archive,
			onSent: bytes => tell({kind: 'sent', bytes, size}),
		});
		if (sent.exit !== 0)
			return sent.exit === 255 ? unreached('cut', lastOf(sent.stderr)) : unsuited('copy', lastOf(sent.stderr));
		tell({kind: 'checking'});
		const {said: end, ended} = await ask(line, finishScript, [folder, target, made.sha256]);
		const [, kind = '', what = ''] = /^(\w+) ?(.*)$/.exec(end.get('fault')?.[0] ?? '') ?? [];
		if (kind in faults) return unsuited(faults[kind as keyof typeof faults], what);
		return end.has('end') ? target : unreached('cut', lastOf(ended.stderr));
	} finally {
		holder.child.stdin?.end();
	}
}

/** Undefined: the script ended without having made it. */
async function folderSaid(holder: ReturnType<Line['start']>, said: () => Said): Promise<string | undefined> {
	return new Promise(resolve => {
		const look = (): void => {
			if (said().has('end')) resolve(said().get('folder')?.[0]);
		};

		holder.child.stdout?.on('data', look);
		void holder.ended.then(() => resolve(said().get('folder')?.[0]));
	});
}

const lastOf = (text: string): string => text.trim().split('\n').at(-1) ?? '';
