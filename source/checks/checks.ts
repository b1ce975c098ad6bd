import {cgroups} from './cgroups.js';
import {groups, type Check} from './check.js';
import {config} from './config.js';
import {container} from './container.js';
import {earlier} from './earlier.js';
import {filters} from './filters.js';
import {firewall} from './firewall.js';
import {firewallForward} from './firewall-forward.js';
import {images} from './images.js';
import {kernel} from './kernel.js';
import {name} from './name.js';
import {network} from './network.js';
import {others} from './others.js';
import {outside} from './outside.js';
import {ports} from './ports.js';
import {privilege} from './privilege.js';
import {reboot} from './reboot.js';
import {resources} from './resources.js';
import {security} from './security.js';
import {certificates} from './certificates.js';
import {setUp} from './set-up.js';
import {support} from './support.js';
import {system} from './system.js';

/** Every check, in the order in which they are shown: by group, within a group as written. */
export const allChecks: readonly Check[] = [
	...privilege,
	...system,
	...container,
	...reboot,
	...resources,
	...images,
	...kernel,
	...cgroups,
	...name,
	...network,
	...firewall,
	...firewallForward,
	...filters,
	...ports,
	...earlier,
	...config,
	...setUp,
	...others,
	...certificates,
	...support,
	...security,
	...outside,
].sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
