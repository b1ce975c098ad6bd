import {redact} from '../../source/redact/redact.js';
import {Tally} from '../../source/redact/tally.js';

/** Each text as a reader sees it, below its name and what was counted. */
export const readable = (texts: ReadonlyArray<readonly [name: string, text: string]>): string =>
	texts
		.map(([name, text]) => {
			const tally = new Tally();
			const clean = redact(text, tally);
			const counts = Object.entries(tally.hidden).map(([kind, count]) => `${count} ${kind}`);
			return `# ${name} (${counts.join(', ')})\n${clean}\n`;
		})
		.join('\n');
