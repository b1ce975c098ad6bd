import {defineCheck} from './check.js';

export const security = [
	defineCheck({
		id: 'selinux',
		group: 'security',
		needs: ['selinux'],
		judge({selinux}, {words}) {
			const mode = selinux?.trim();
			const found = mode === undefined ? words.off : mode === '1' ? words.enforcing : words.permissive;
			return {result: 'pass', found};
		},
	}),
	defineCheck({
		id: 'apparmor',
		group: 'security',
		needs: ['appArmor'],
		judge: ({appArmor}, {words}) => ({result: 'pass', found: appArmor?.trim() === 'Y' ? words.on : words.off}),
	}),
];
