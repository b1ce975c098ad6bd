import {ownUnitName} from './unit.js';
import {enableUnit, restartUnit, setTimeSync, startUnit} from '../command/systemd.js';
import {redact} from '../redact/redact.js';
import {redacted} from '../redact/tally.js';
import {contains, parseCidr} from '../model/cidr.js';
import type {HttpAnswer} from '../read/http-status.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Finding, type Remedy} from './check.js';
import type {Facts} from './facts.js';
import type {Reading} from '../facts/reading.js';
import type {PlaceAnswer} from '../read/k0s/registries.js';
import {rangesOf, type CheckOptions} from './options.js';
import {packageManager} from './packages.js';
import {advice, fix, packages} from './remedies.js';

type Environment = ReadonlyMap<string, string>;

const proxyNames = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'] as const;
const firstOf = (environment: Environment, names: readonly string[]): string | undefined =>
	names.map(name => environment.get(name)).find(value => value !== undefined && value !== '');

/** Without what stands before the @: a user and a password. */
export const withoutSecrets = (proxy: string): string => redact(proxy).replaceAll(`${redacted}@`, '');

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

/** Images come from the first place that answers. A silent registry proves nothing where its mirrors could not be read. */
function reachPlaces(answers: readonly PlaceAnswer[], settings: ReadonlyArray<Reading<unknown>>, text: Text): Finding {
	const words = text.checks.reach;
	const good = answers.find(({status}) => status !== null);
	if (good?.status) {
		return {
			result: 'pass',
			found: good.mirror ? words.mirrorAnswers(withoutSecrets(good.url), good.status) : words.answers(good.status),
		};
	}

	const unread = settings.find(each => !each.known);
	if (unread && !unread.known) return {...cannotTell(unread.unknown, text), found: words.mirrorsUnread};
	const first = answers.find(({mirror}) => mirror) ?? answers[0];
	if (!first) return {result: 'unknown', found: words.mirrorsUnread};
	if (!first.mirror) return reach(first, words);
	// containerd may be told to trust what curl does not.
	const found = words.mirrorSilent(withoutSecrets(first.url), first.words);
	return first.words.startsWith('curl: (60)')
		? {result: 'unknown', found, shows: ['curl: (']}
		: {result: 'warn', found, shows: ['curl: ('], remedy: advice(words.mirrorNote)};
}

/** No release of k0s that is in use is older: a clock before it is wrong. */
const earliest = Date.UTC(2025, 0, 1);
/** Milliseconds. A time service moves the clock by less; leases and certificates bear less than this. */
const smallestJump = 60_000;

/** What is not installed cannot be turned on. Debian starts what it installs. */
function installChrony(os: Facts['os'], words: Text['checks']['items']['time-sync']): Remedy {
	const install = packages(os, {dnf: ['chrony'], apt: ['chrony']});
	if (!install) return advice(words.note);
	const unit = packageManager(os) === 'apt' ? 'chrony.service' : 'chronyd.service';
	return fix(words.noteChrony, [...install.commands, enableUnit(unit), startUnit(unit)], install.undo, true);
}

export const outside = [
	defineCheck({
		id: 'time-sync',
		group: 'outside',
		needs: ['timeSync'],
		may: ['os'],
		judge({timeSync: {ntp, synchronized, can}}, {readings: {os}, words}) {
			const shows = ['NTP'];
			if (synchronized === true) return {result: 'pass', found: words.good, shows};
			if (synchronized === null) return {result: 'unknown', found: words.unclear, shows};
			// Turned on it takes a minute or two; that it then is not right is another finding.
			if (ntp === true) {
				return {result: 'warn', found: words.notYet, shows, remedy: advice(words.notYetNote), mended: true};
			}

			const remedy =
				can === false ? installChrony(os, words) : fix(words.note, [setTimeSync()], [setTimeSync(false)], true);
			return {result: 'warn', found: words.off, shows, remedy};
		},
	}),
	defineCheck({
		id: 'clock',
		group: 'outside',
		needs: ['clock'],
		may: ['sinceBoot', 'controllerStart', 'controllerUnit'],
		judge({clock}, {readings: {sinceBoot, controllerStart, controllerUnit}, words, text}) {
			if (clock < earliest) {
				const found = words.past(new Date(clock).toISOString().slice(0, 10));
				return {result: 'fail', found, shows: [String(clock / 1000)], remedy: advice(words.pastNote)};
			}

			const now = new Date(clock).toISOString().replace('T', ' ').slice(0, 16);
			if (!controllerStart.known) return cannotTell(controllerStart.unknown, text);
			if (controllerStart.value === null) return {result: 'pass', found: words.now(now)};
			if (!sinceBoot.known) return cannotTell(sinceBoot.unknown, text);
			const {wall, mono} = controllerStart.value;
			const jump = clock - sinceBoot.value - (wall - mono);
			return Math.abs(jump) < smallestJump
				? {result: 'pass', found: words.now(now)}
				: {
						result: 'warn',
						found: words.jumped(Math.round(Math.abs(jump) / 1000), jump > 0),
						shows: ['ActiveEnterTimestamp'],
						remedy: fix(words.note, [restartUnit(ownUnitName(controllerUnit))], [], false),
					};
		},
	}),
	defineCheck({
		id: 'proxy',
		group: 'outside',
		needs: [],
		may: ['serviceEnvironment', 'configRanges'],
		judge(_, {readings: {serviceEnvironment, configRanges}, options, words, text}) {
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

			if (!configRanges.known) return cannotTell(configRanges.unknown, text);
			const {podCidr, serviceCidr} = rangesOf(options, configRanges.value);
			const missing = notExcepted(firstOf(service, ['NO_PROXY', 'no_proxy']) ?? '', [podCidr, serviceCidr]);
			return missing.length === 0
				? {result: 'pass', found: words.good(withoutSecrets(theirs))}
				: {result: 'warn', found: words.ranges(missing), remedy};
		},
	}),
	defineCheck({
		id: 'airgap-bundle',
		group: 'outside',
		needs: [],
		may: ['airgapBundle'],
		judge(_, {readings: {airgapBundle}, options, words, text}) {
			if (options.airgapBundle === null) return {result: 'skip', found: words.none};
			if (!airgapBundle.known) return cannotTell(airgapBundle.unknown, text);
			return airgapBundle.value
				? {result: 'pass', found: options.airgapBundle, shows: [options.airgapBundle]}
				: {result: 'fail', found: words.missing(options.airgapBundle), remedy: advice(words.note)};
		},
	}),
	defineCheck({
		id: 'reach-download',
		group: 'outside',
		needs: [],
		may: ['downloadAnswer'],
		judge(_, {readings: {downloadAnswer: answer}, options, text}) {
			if (options.airgapBundle !== null) return {result: 'skip', found: text.checks.reach.airgap};
			return answer.known ? reach(answer.value, text.checks.reach) : cannotTell(answer.unknown, text);
		},
	}),
	...(
		[
			['reach-quay', 'quayAnswer'],
			['reach-docker', 'dockerAnswer'],
		] as const
	).map(([id, fact]) =>
		defineCheck({
			id,
			group: 'outside',
			needs: [],
			may: [fact, 'registryPlaces', 'imageRepository'],
			judge(_, {readings, options, text}) {
				if (options.airgapBundle !== null) return {result: 'skip', found: text.checks.reach.airgap};
				const answers = readings[fact];
				if (!answers.known) return cannotTell(answers.unknown, text);
				const {registryPlaces: places, imageRepository: repository} = readings;
				return reachPlaces(answers.value, [places, ...(id === 'reach-quay' ? [repository] : [])], text);
			},
		}),
	),
];

const environmentOf = ({environment}: CheckOptions): Environment =>
	new Map(
		Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
	);
