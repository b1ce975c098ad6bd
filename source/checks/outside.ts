import {setTimeSync} from '../command/systemd.js';
import {contains, parseCidr} from '../model/cidr.js';
import type {HttpAnswer} from '../read/http-status.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Finding} from './check.js';
import type {CheckOptions} from './options.js';

type Environment = ReadonlyMap<string, string>;

const proxyNames = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'] as const;
const firstOf = (environment: Environment, names: readonly string[]): string | undefined =>
	names.map(name => environment.get(name)).find(value => value !== undefined && value !== '');

/** Without what stands before the @: a user and a password. */
export const withoutSecrets = (proxy: string): string => proxy.replace(/\/\/[^/@]*@/, '//');

/** Which of the ranges NO_PROXY does not except. */
function notExcepted(noProxy: string, ranges: readonly string[]): string[] {
	const excepted = noProxy.split(/[\s,]+/).flatMap(word => parseCidr(word) ?? []);
	return ranges.filter(range => {
		const wanted = parseCidr(range);
		return noProxy.trim() !== '*' && wanted !== undefined && !excepted.some(cidr => contains(cidr, wanted));
	});
}

function reach(answer: HttpAnswer, words: Text['checks']['reach']): Finding {
	return answer.status === null
		? {result: 'warn', found: words.silent(answer.words), shows: ['curl: ('], remedy: {commands: [], note: words.note}}
		: {result: 'pass', found: words.answers(answer.status)};
}

export const outside = [
	defineCheck({
		id: 'time-sync',
		group: 'outside',
		needs: ['timeSync'],
		judge({timeSync: {ntp, synchronized}}, {words}) {
			const shows = ['NTP'];
			if (synchronized === true) return {result: 'pass', found: words.good, shows};
			if (synchronized === null) return {result: 'unknown', found: words.unclear, shows};
			return ntp === true
				? {result: 'warn', found: words.notYet, shows, remedy: {commands: [], note: words.notYetNote}}
				: {result: 'warn', found: words.off, shows, remedy: {commands: [setTimeSync()], note: words.note}};
		},
	}),
	defineCheck({
		id: 'proxy',
		group: 'outside',
		needs: [],
		may: ['serviceEnvironment'],
		judge(_, {readings: {serviceEnvironment}, options, words, text}) {
			const ours = firstOf(environmentOf(options), proxyNames);
			const service: Environment = serviceEnvironment.known ? serviceEnvironment.value : new Map<string, string>();
			const theirs = firstOf(service, proxyNames);
			if (!serviceEnvironment.known && ours === undefined) return cannotTell(serviceEnvironment.unknown, text);
			const remedy = {commands: [], note: words.note};
			if (theirs === undefined) {
				return ours === undefined
					? {result: 'pass', found: words.none}
					: {result: 'warn', found: words.shellOnly(withoutSecrets(ours)), remedy};
			}

			const missing = notExcepted(firstOf(service, ['NO_PROXY', 'no_proxy']) ?? '', [
				options.podCidr,
				options.serviceCidr,
			]);
			return missing.length === 0
				? {result: 'pass', found: words.good(withoutSecrets(theirs))}
				: {result: 'warn', found: words.ranges(missing), remedy};
		},
	}),
	...(
		[
			['reach-download', 'downloadAnswer'],
			['reach-quay', 'quayAnswer'],
			['reach-docker', 'dockerAnswer'],
		] as const
	).map(([id, fact]) =>
		defineCheck({
			id,
			group: 'outside',
			needs: [],
			may: [fact],
			judge(_, {readings, options, text}) {
				if (options.airgap) return {result: 'skip', found: text.checks.reach.airgap};
				const answer = readings[fact];
				return answer.known ? reach(answer.value, text.checks.reach) : cannotTell(answer.unknown, text);
			},
		}),
	),
];

const environmentOf = ({environment}: CheckOptions): Environment =>
	new Map(
		Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
	);
