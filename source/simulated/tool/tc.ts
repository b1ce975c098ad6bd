import {fail, ok, type Tool} from './tool.js';

/** tc of iproute2: no device here has a queue that could hold filters. */
export const tc: Tool = ({argv}) => {
	const words = argv.slice(1).join(' ');
	if (words === '-j qdisc show' || words.startsWith('-j filter show dev ')) return ok('[]');
	return fail(1, `Object "${argv[1] ?? ''}" is unknown, try "tc help".`);
};
