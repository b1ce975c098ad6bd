import type {OutputLine} from '../engine/output.js';
import {dnsAnswerOf} from '../read/dns-answer.js';
import type {Text} from '../text/text.js';

/** What asks a DNS server prints the answer's bytes (`command/dns-ask.ts`): `od -An -v -tx1`, 16 of them a line. */
const asks = (line: OutputLine): boolean => line.kind === 'command' && line.text.includes('od -An -v -tx1');
const isBytes = ({kind, text}: OutputLine): boolean => kind === 'stdout' && /^(?: [\da-f]{2}){1,16}\s*$/.test(text);

/** The same output with each DNS answer in words, where its bytes stood. Bytes that are no answer stay as they are. */
export function withDnsRead(output: readonly OutputLine[], {demo}: Text): readonly OutputLine[] {
	if (!output.some(line => asks(line))) return output;
	const shown: OutputLine[] = [];
	let asked = false;
	let bytes: OutputLine[] = [];
	const flush = (): void => {
		const [first] = bytes;
		if (!first) return;
		const told = answerIn(bytes, demo.rungs['pod-name']);
		shown.push(...(told === undefined ? bytes : [{...first, text: told}]));
		bytes = [];
	};

	for (const line of output) {
		if (asked && isBytes(line)) {
			bytes.push(line);
			continue;
		}

		flush();
		if (line.kind === 'command') asked = asks(line);
		shown.push(line);
	}

	flush();
	return shown;
}

function answerIn(bytes: readonly OutputLine[], words: Text['demo']['rungs']['pod-name']): string | undefined {
	const printed = bytes.map(({text}) => text).join(' ');
	const answer = dnsAnswerOf(printed);
	if (!answer) return undefined;
	const {code, addresses} = answer;
	const size = printed.split(/\s+/).filter(Boolean).length;
	return words.read(addresses.length > 0 ? addresses.join(', ') : words.code(code), size);
}
