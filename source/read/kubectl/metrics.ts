import type {Outcome} from '../../command/outcome.js';
import {known, unknown, type Reading} from '../../facts/reading.js';
import type {Metric} from '../../facts/usage.js';
import {asList, asObject, asText, at, type JsonObject} from '../json-value.js';
import {quantityOf} from '../quantity.js';
import {readKubectl} from './answer.js';

/**
 * `/apis/metrics.k8s.io/v1beta1/nodes` and `/pods` (metrics-server 0.6 to 0.9): NodeMetricsList, PodMetricsList. A pod's
 * usage is the sum of its containers'; where one has no figure, the sum has none.
 */
export function readMetrics(outcome: Outcome): Reading<readonly Metric[]> {
	const answer = readKubectl(outcome);
	if (!answer.known) return answer;
	if (answer.value.kind !== 'objects') return unknown('unreadable', 'metrics.k8s.io');
	return known(answer.value.items.flatMap(item => metricOf(item) ?? []));
}

function metricOf(item: JsonObject): Metric | undefined {
	const name = asText(at(item, 'metadata', 'name'));
	if (name === null) return undefined;
	const namespace = asText(at(item, 'metadata', 'namespace'));
	const usages =
		item['usage'] === undefined ? asList(item['containers']).map(each => asObject(each)['usage']) : [item['usage']];
	const sum = (what: string): number | null =>
		usages.length === 0
			? null
			: usages.reduce<number | null>((total, usage) => {
					const value = quantityOf(asObject(usage)[what]);
					return total === null || value === null ? null : total + value;
				}, 0);
	const taken = Date.parse(asText(item['timestamp']) ?? '');
	return {namespace, name, at: Number.isNaN(taken) ? null : taken, cpu: sum('cpu'), memory: sum('memory')};
}
