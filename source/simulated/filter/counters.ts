/**
 * What the guide's rules had counted 800 seconds after they were written: `TABLE CHAIN INDEX` -> packets, bytes. The
 * simulated host counts at that pace from zero, so that its counters move and pass through the guide's figures.
 */
export const settled: Readonly<Record<string, readonly [packets: number, bytes: number]>> = {
	'nat KUBE-SERVICES kube-system/metrics-server:https': [6, 360],
	'nat KUBE-SERVICES nodeports': [346, 20_760],
	'nat OUTPUT 0': [2027, 140_982],
	'nat PREROUTING 0': [20, 1225],
	'nat KUBE-POSTROUTING 0': [1313, 84_942],
	'nat POSTROUTING 0': [2040, 141_787],
	'nat POSTROUTING 1': [8, 485],
	'nat SVC default/kubernetes:https 0': [6, 360],
	'nat SVC default/kubernetes:https 1': [10, 600],
	'nat SEP default/kubernetes:https 0': [6, 360],
	'nat SEP default/kubernetes:https 1': [10, 600],
	'nat SVC kube-system/metrics-server:https 1': [6, 360],
	'nat SEP kube-system/metrics-server:https 1': [6, 360],
	'filter INPUT 0': [7378, 1_242_324],
	'filter INPUT 1': [58, 3480],
	'filter INPUT 2': [6652, 1_123_847],
	'filter INPUT 3': [58, 3480],
	'filter INPUT 4': [6652, 1_123_847],
	'filter FORWARD 0': [117, 16_183],
	'filter OUTPUT 0': [7465, 1_229_637],
	'filter OUTPUT 1': [107, 7435],
	'filter OUTPUT 2': [107, 7435],
	'filter OUTPUT 3': [6649, 1_125_155],
	'filter KUBE-NWPLCY-COMMON 1': [1554, 232_842],
	'filter forward-to 10.244.0.4': [55, 11_768],
	'filter forward-from 10.244.0.4': [62, 4415],
	'filter input-from 10.244.0.3': [315, 25_593],
	'filter input-from 10.244.0.4': [153, 22_062],
	'filter input-from 10.244.0.5': [258, 70_822],
	'filter output-to 10.244.0.3': [342, 25_685],
	'filter output-to 10.244.0.4': [174, 14_792],
	'filter output-to 10.244.0.5': [300, 64_005],
	'filter pod-common 10.244.0.3': [657, 51_278],
	'filter pod-local 10.244.0.3': [63, 3780],
	'filter pod-common 10.244.0.4': [444, 53_037],
	'filter pod-local 10.244.0.4': [21, 1260],
	'filter pod-common 10.244.0.5': [558, 134_827],
	'filter pod-local 10.244.0.5': [21, 1260],
};

export const settlingTime = 800_000;

/** The counter of a rule `elapsed` simulated milliseconds after it was written. */
export function counted(key: string, elapsed: number): {packets: number; bytes: number} {
	const [packets, bytes] = settled[key] ?? [0, 0];
	if (packets === 0 || elapsed <= 0) return {packets: 0, bytes: 0};
	const now = Math.floor((packets * elapsed) / settlingTime);
	return {packets: now, bytes: Math.round((now * bytes) / packets)};
}
