import type {ServiceRecord, ServiceWishes} from '../state.js';
import type {Request} from './kubectl-kinds.js';
import {fail, ok, type Result} from './tool.js';

/** `kubectl patch service NAME -p JSON`: what of a service changes its rules. Other objects are not patched here. */

type Spec = {
	externalTrafficPolicy?: 'Local' | 'Cluster';
	internalTrafficPolicy?: 'Local' | 'Cluster';
	sessionAffinity?: 'ClientIP' | 'None';
	externalIPs?: string[];
	loadBalancerSourceRanges?: string[];
};
type Patch = {spec?: Spec; status?: {loadBalancer?: {ingress?: Array<{ip: string}>}}};

export async function kubectlPatch({cluster, options, words, call}: Request): Promise<Result> {
	const [what = '', second = ''] = words;
	const [kind = '', slashed] = what.split('/');
	const name = slashed ?? second;
	const namespace = options.get('-n') ?? options.get('--namespace') ?? 'default';
	if (!/^(svc|services?)$/.test(kind)) {
		return fail(1, `error: the simulated host patches services only, not ${kind}`);
	}

	await call.sleep(120);
	const {state, now} = call.moment();
	const service = (state.cluster ?? cluster).services.find(one => one.name === name && one.namespace === namespace);
	if (!service) return fail(1, `Error from server (NotFound): services "${name}" not found`);
	const patch = parsed(options.get('-p') ?? options.get('--patch') ?? '');
	if (patch === undefined) return fail(1, 'error: unable to parse the patch: it is no JSON object');
	apply(service, patch);
	(state.cluster ?? cluster).syncedAt = now;
	return ok(`service/${name} patched`);
}

function parsed(text: string): Patch | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Patch) : undefined;
	} catch {
		return undefined;
	}
}

function apply(service: ServiceRecord, {spec = {}, status}: Patch): void {
	const wishes: ServiceWishes = {...service.wishes};
	for (const key of ['externalTrafficPolicy', 'internalTrafficPolicy'] as const) {
		if (spec[key] === 'Local') wishes[key] = 'Local';
		if (spec[key] === 'Cluster') delete wishes[key];
	}

	if (spec.sessionAffinity === 'ClientIP') wishes.affinity = 10_800;
	if (spec.sessionAffinity === 'None') delete wishes.affinity;
	if (spec.externalIPs) wishes.externalIps = spec.externalIPs;
	if (spec.loadBalancerSourceRanges) wishes.sourceRanges = spec.loadBalancerSourceRanges;
	const ingress = status?.loadBalancer?.ingress;
	if (ingress && service.type === 'LoadBalancer') wishes.balancerIps = ingress.map(({ip}) => ip);
	service.wishes = wishes;
}
