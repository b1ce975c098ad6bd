import {describe, expect, test} from 'vitest';
import {
	endpointOfComment,
	hostOf,
	hostPortsOf,
	podOfComment,
	policyOfComment,
	serviceOfComment,
} from '../../source/model/chain-comments.js';

/** Comments as kube-proxy 1.34 and kube-router 2.6 wrote them on a real host. */
describe('what a comment in a rule names', () => {
	test.each([
		['shop/web:http cluster IP', 'shop/web:http'],
		['shop/web:http external IP', 'shop/web:http'],
		['shop/web:http loadbalancer IP', 'shop/web:http'],
		['default/demo', 'default/demo'],
		['pod traffic for shop/web:http external destinations', 'shop/web:http'],
		['masquerade traffic for shop/web:http external destinations', 'shop/web:http'],
		['masquerade LOCAL traffic for default/demo external destinations', 'default/demo'],
		['route LOCAL traffic for default/demo external destinations', 'default/demo'],
		['kubernetes service portals', undefined],
		['kubernetes service nodeports; NOTE: this must be the last rule in this chain', undefined],
		['shop/web:http -> 10.244.0.3:80', undefined],
	])('of a service: %s', (comment, wanted) => {
		expect(serviceOfComment(comment)).toBe(wanted);
	});

	test.each([
		['shop/web:http -> 10.244.0.3:80', {service: 'shop/web:http', address: '10.244.0.3:80'}],
		['default/demo -> [fd00::3]:80', {service: 'default/demo', address: '[fd00::3]:80'}],
		['shop/web:http cluster IP', undefined],
		[' -> 10.244.0.3:80', undefined],
		['what goes to a -> 10.244.0.3:80', undefined],
		['shop/web -> 10.244.0.3:80 and on', undefined],
	])('of an endpoint: %s', (comment, wanted) => {
		expect(endpointOfComment(comment)).toEqual(wanted);
	});

	test.each([
		['rule to REJECT traffic destined for POD name:bad namespace: t', 't/bad'],
		['rule to jump traffic from POD name:web-0 namespace: shop to chain KUBE-POD-FW-A7GHKP2J34Z5Y7ZZ', 'shop/web-0'],
		['rule to permit the traffic traffic to pods when source is the pod local node', undefined],
	])('of a pod: %s', (comment, wanted) => {
		expect(podOfComment(comment)).toBe(wanted);
	});

	test.each([
		[
			'rule to ACCEPT traffic from source pods to dest pods selected by policy name only-web namespace shop',
			{name: 'only-web', namespace: 'shop'},
		],
		[
			'rule to ACCEPT traffic from specified ipBlocks to dest pods selected by policy name: only-web namespace shop',
			{name: 'only-web', namespace: 'shop'},
		],
		['run through nw policy deny-all', {name: 'deny-all', namespace: null}],
		['run through default ingress network policy chain', undefined],
		['first run through nw policy deny-all', undefined],
	])('of a policy: %s', (comment, wanted) => {
		expect(policyOfComment(comment)).toEqual(wanted);
	});

	test.each([
		['10.244.0.3:80', '10.244.0.3'],
		['[fd00::3]:80', 'fd00::3'],
		['10.244.0.3', '10.244.0.3'],
	])('the host of %s', (address, host) => {
		expect(hostOf(address)).toBe(host);
	});

	test.each([
		['-A CNI-HOSTPORT-DNAT -p tcp -m comment --comment x -m multiport --dports 8088,8089 -j CNI-DN-a', '8088,8089'],
		['-A CNI-DN-a -p tcp -m tcp --dport 8088 -j DNAT --to-destination 10.244.0.9:80', '8088'],
		['-A CNI-DN-a -j RETURN', undefined],
	])('host ports of %s', (text, ports) => {
		expect(hostPortsOf(text)).toBe(ports);
	});
});
