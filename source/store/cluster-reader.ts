import {isDeepStrictEqual} from 'node:util';
import {defaultDataDir, isWorkerUnit} from '../command/k0s-paths.js';
import type {Runner} from '../host/runner.js';
import type {ClusterFacts} from '../model/cluster.js';
import type {Container, Part, Pod, Unit} from '../facts/cluster.js';
import {isProved} from '../model/proved.js';
import {ruleFindings} from '../model/kube-rules.js';
import {hasNoTask} from '../model/workload-proof.js';
import {known, unknown, type Unknown} from '../facts/reading.js';
import {clockMoves} from './clock.js';
import {createClusterNews} from './cluster-news.js';
import {createClusterParts, notAsked, type Seen} from './cluster-parts.js';
import {lastOf, pick} from './parts.js';
import {faultsNow, logReason} from './service-log.js';
import {isStopped} from './service-parts.js';
import {createTroubleReader} from './troubles.js';
import type {News} from './news.js';

/** `core`: what the verdict needs. `all`: containers and images too. */
export type ClusterScope = 'core' | 'all';

export interface ClusterReader {
	/** Never rejects. Asks only what is due; reads that come while one is under way wait for their turn. */
	read(scope: ClusterScope, signal: AbortSignal): Promise<ClusterFacts>;
	/** The last values read, without asking; undefined: never known, or of no use any more. */
	lastPods(): readonly Pod[] | undefined;
	lastContainers(): readonly Container[] | undefined;
	lastFacts(): ClusterFacts | undefined;
	/** Everything is due again: a person wants to see it now. */
	forget(): void;
	/** Tells when there is something to read, while somebody subscribes. */
	readonly news: News;
}

/**
 * Reads k0s and its cluster with as few processes as it can: nothing but `k0s version` while there is no k0s, no kubectl
 * while the service is stopped, nothing that needs root as an ordinary user; per `interval` one `kubectl get all`, and
 * what changes seldom less often. While somebody listens to `news`, the API, systemd and containerd tell what changes, and
 * only that is asked again.
 */
export function createClusterReader(runner: Runner, interval: number): ClusterReader {
	const news = createClusterNews(runner, {
		unit() {
			for (const part of [controller, worker, status, stamp, log, leases, tasks, rules]) part.forget();
		},
		runtime() {
			for (const part of [tasks, containers, images]) part.forget();
		},
	});
	/** Milliseconds that an answer is good for: so many reads, or long where whoever could change it tells. */
	const every = (ticks: number): number => Math.max(interval * (ticks - 0.2), news.live ? calm : 0);

	const seen: Seen = {asWorker: undefined, asOf: null, logOf: 'k0scontroller'};
	const parts = createClusterParts(runner, {interval, every, told: news.cluster, seen});
	const {userId, hostname, controller, worker, version, stamp, readUnitOf, readVersion} = parts;
	const {status, nodes, all, leases, tasks, containers, bootedAt, rules, images, shims, log, pods} = parts;
	const moved = clockMoves();
	/** The pods' containers when containerd was asked. */
	let containersOf = '';
	const troubleReader = createTroubleReader(runner);
	let troubles: ClusterFacts['troubles'] = unknown('aborted');
	const running = [status, nodes, all, leases, tasks, rules, containers, images];

	const read = async (scope: ClusterScope, signal: AbortSignal): Promise<ClusterFacts> => {
		const [id, name, tag] = await Promise.all([
			userId.ask(every(1000), signal),
			hostname.ask(every(15), signal),
			readVersion(signal),
		]);
		const root = id.known ? id.value === '0' : null;
		let why: ReturnType<typeof logReason>;
		const facts = (unit: Part<Unit>): ClusterFacts => ({
			asOf: seen.asOf,
			root,
			hostname: name.known ? name.value : null,
			version: tag,
			unit,
			k0s: status.get(),
			nodes: nodes.get(),
			pods: pods(),
			services: pick(all.get(), ({services}) => services),
			workloads: pick(all.get(), ({workloads}) => workloads),
			leases: leases.get(),
			tasks: tasks.get(),
			bootedAt: bootedAt.get(),
			rules: rules.get(),
			// What was not looked at now is no part of what is true now.
			containers: scope === 'all' ? containers.get() : unknown('aborted'),
			images: scope === 'all' ? images.get() : unknown('aborted'),
			shims: shims.get(),
			errors: why === undefined || !unit.known ? known([]) : faultsNow(log.get(), why, unit.value.activeSince),
			troubles,
		});
		/** The service's log is read only while there is a reason to. */
		const readLog = async (unit: Part<Unit>): Promise<void> => {
			if (!unit.known) return;
			why = logReason({unit: unit.value, k0s: status.get(), nodes: nodes.get(), hostname: facts(unit).hostname});
			if (why === undefined) return;
			seen.logOf = unit.value.id;
			await log.ask(every(3), signal);
		};

		// A service whose program was taken away, or may not be run, is still there, and may still run.
		const absent = !tag.known && tag.unknown.reason === 'not-installed';
		const unit = await readUnitOf(every(absent ? 5 : 1), signal);
		if (absent && !(unit.known && unit.value.loadState !== 'not-found')) {
			for (const part of running) part.skip(tag.unknown, false);
			rest(true);
			await shims.ask(every(15), signal);
			return facts({known: false, unknown: tag.unknown});
		}

		if (unit.known && isStopped(unit.value)) await shims.ask(every(5), signal);
		else shims.skip(unasked, false);

		if (root === false) {
			for (const part of running) part.skip({reason: 'needs-root', detail: 'k0s status'}, true);
			await readLog(unit);
			rest(true);
			return facts(unit);
		}

		if (absent) {
			for (const part of running) part.skip(tag.unknown, false);
			await readLog(unit);
			rest(true);
			return facts(unit);
		}

		await readRunning(scope, unit, name.known ? name.value : null, signal);
		await readLog(unit);
		return facts(unit);
	};

	const readRunning = async (
		scope: ClusterScope,
		unit: Part<Unit>,
		name: string | null,
		signal: AbortSignal,
	): Promise<void> => {
		if (unit.known && isStopped(unit.value)) {
			// Somebody may have started `k0s controller` by hand: a look now and then.
			const byHand = await status.ask(every(status.get().known ? 1 : 5), signal);
			if (!byHand.known) {
				const why: Unknown = {reason: 'not-running', detail: unit.value.id};
				for (const part of [nodes, all, leases, tasks, rules, containers, images]) part.skip(why, false);
				troubles = {known: false, unknown: why};
				rest(true);
				return;
			}
		}

		const isWorker = unit.known && isWorkerUnit(unit.value.id);
		const asked = status.get();
		const dataDir = lastOf(asked)?.dataDir ?? defaultDataDir;
		seen.asWorker = isWorker ? {dataDir} : undefined;
		if (!isWorker) {
			news.listen({dataDir, run: asked.known ? asked.value.pid : null});
			await news.cluster.heard();
		}

		if (moved()) bootedAt.forget();
		const told = news.cluster.all() !== undefined;
		const well = status.get().known && nodes.get().known;
		// As long as anything is in doubt it is asked at once. What was proved of this run is not asked again.
		const proved = proves(unit, name);
		await Promise.all([
			status.ask(every(well && proved ? 3 : 1), signal),
			// In a recording nobody sets the clock between two commands.
			runner.kind === 'recorded' ? undefined : bootedAt.ask(Infinity, signal),
			nodes.ask(told ? 0 : every(well && proved ? 3 : 1), signal),
			// Nobody tells a worker what changes, and each question starts a program.
			all.ask(told ? 0 : every(isWorker && well && proved ? 3 : 1), signal),
			leases.ask(proved ? Infinity : every(1), signal),
			rules.ask(ofRules(), signal),
			tasks.ask(tasks.get().known && news.runtime ? Infinity : every(proved ? 15 : 1), signal),
			...(scope === 'all'
				? [images.ask(news.runtime && images.get().known ? Infinity : every(images.get().known ? 10 : 1), signal)]
				: []),
		]);
		// A pod with a container that the runtime did not have yet: it is new, or it is not there.
		if (lastOf(pods())?.some(pod => hasNoTask(pod, {tasks: tasks.get()}))) await tasks.ask(interval * 0.3, signal);
		await Promise.all([readTroubles(signal), ...(scope === 'all' ? [containers.ask(ofContainers(), signal)] : [])]);
		const answered = [status, nodes, all, tasks].every(part => part.get().known);
		news.settle(answered && proves(unit, name));
	};

	/** For the verdict too, whose words count them: it is the same on every screen. */
	const readTroubles = async (signal: AbortSignal): Promise<void> => {
		const found = await troubleReader.read(
			pods(),
			pick(all.get(), ({workloads}) => workloads),
			{period: every(3), now: seen.asOf ?? Date.now(), nodes: lastOf(nodes.get())},
			signal,
		);
		if (!isDeepStrictEqual(troubles, found)) troubles = found;
	};

	/** While containerd's changes are told, what it answered is good until then; a pod's new container tells too. */
	const ofContainers = (): number => {
		const now = (lastOf(pods()) ?? []).flatMap(pod => pod.containers.map(({id}) => id)).join(' ');
		const same = now === containersOf;
		containersOf = now;
		if (news.runtime && containers.get().known) return same ? Infinity : 0;
		return every(containers.get().known ? 3 : 1);
	};

	/**
	 * Rules come and go behind k0s's back; as long as they are not what they should be a look a minute, else seldom. A tool that
	 * cannot tell them (rules of a newer one) hardly can a minute later.
	 */
	const ofRules = (): number => {
		const asked = {
			rules: rules.get(),
			services: pick(all.get(), ({services}) => services),
			k0s: status.get(),
			nodes: nodes.get(),
			pods: pods(),
			hostname: lastOf(hostname.get()) ?? null,
		};
		const bad = asked.rules.known
			? ruleFindings(asked, Date.now()).length > 0
			: !/incompatible/.test(asked.rules.unknown.detail);
		return every(bad ? 5 : 150);
	};

	const proves = (unit: Part<Unit>, hostname: string | null): boolean =>
		isProved({unit, hostname, leases: leases.get(), bootedAt: bootedAt.get(), nodes: nodes.get()}, Date.now());

	/** Nothing runs that would have to be listened to. */
	const rest = (settled: boolean): void => {
		news.listen(undefined);
		news.settle(settled);
	};

	let turn: Promise<unknown> = Promise.resolve();
	let latest: ClusterFacts | undefined;
	return {
		news,
		async read(scope, signal) {
			const mine = turn.then(async () => (latest = await read(scope, signal)));
			turn = mine.catch(() => undefined);
			return mine;
		},
		lastPods: () => lastOf(pods()),
		lastContainers: () => lastOf(containers.get()),
		lastFacts: () => latest,
		forget() {
			for (const part of [hostname, version, controller, worker, log, shims, troubleReader, ...running]) part.forget();
		},
	};
}

/** Milliseconds that what is told of is good for by itself. */
const calm = 25_000;

const {unknown: unasked} = notAsked;
