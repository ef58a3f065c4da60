import { resolve } from 'node:path';
import type { PolicyOnDay } from '@renshe/policy';
import { openPolicies } from '../policy/openPolicies.ts';

const dir = resolve(import.meta.dirname, '../../../../policies');

/** The two regions of this repository: they differ in every rule that differs among real cities. */
export type Region = 'qingtan' | 'songpu';
const regions = { qingtan: openPolicies({ dir, region: 'qingtan' }), songpu: openPolicies({ dir, region: 'songpu' }) };

export const policyOf = (region: Region, now: Date): PolicyOnDay => regions[region].on(now);
