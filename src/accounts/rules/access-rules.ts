// Access rules and policy as data in the store: changed by compare-and-set, in force everywhere within five seconds.

import type { Clock } from '../../base/clock.ts';
import type { Settings } from '../../config/settings.ts';
import type { Collection, Store, StoredDocument } from '../../store/store.ts';
import { updateOrInsert } from '../../store/update.ts';
import { type Policy, type Question, type Requirement, requiredFactor } from './required-factor.ts';
import { type NewRule, type Rule, readNewRule } from './rule.ts';

/** What a door asks about. The address is looked up only where a rule is about networks. */
export interface DoorQuestion extends Pick<Question, 'account' | 'client' | 'request'> {
  address?(): Promise<string | undefined> | string | undefined;
  /** Somebody is at this door, so an address that is not known may be any: rules about networks are taken by their strictest. */
  readonly isFromSomewhere?: true;
  /** Milliseconds since 1970: another moment than now. */
  readonly at?: number;
}

export interface AccessRules {
  /** What is required at a door now; what was changed counts here within five seconds. */
  judge(question: DoorQuestion): Promise<Requirement>;
  /** In their order. */
  list(): Promise<readonly Rule[]>;
  /** At the end, or before another rule; `no-such-rule` when that one is not there. Throws `AppError('bad-request')`. */
  add(rule: NewRule, before?: string): Promise<Rule | 'no-such-rule'>;
  remove(id: string): Promise<boolean>;
  /** As it is stored; the settings' until it was ever set. */
  policy(): Promise<Policy>;
  setPolicy(policy: Pick<Policy, 'mfa' | 'from'>): Promise<void>;
}

export interface AccessRulesParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Start values of the policy. */
  readonly settings: Pick<Settings, 'mfa' | 'mfaExemptRoles'>;
}

/** Shorter than the five seconds promised: a request that began with the old rules still has to end. */
const readAgainMs = 3000;

const rulesId = 'rules';
const policyId = 'policy';

interface RulesDocument extends StoredDocument {
  readonly rules: readonly Rule[];
}

interface PolicyDocument extends StoredDocument {
  readonly mfa: Policy['mfa'];
  readonly from?: number;
}

export function createAccessRules({ store, clock, settings }: AccessRulesParts): AccessRules {
  const rulesDocuments: Collection<RulesDocument> = store.collection('rules');
  const policies: Collection<PolicyDocument> = store.collection('policy');

  const list = async (): Promise<readonly Rule[]> => (await rulesDocuments.find(rulesId))?.rules ?? [];
  const policy = async (): Promise<Policy> => {
    const { mfa, from } = (await policies.find(policyId)) ?? { mfa: settings.mfa };
    return { mfa, ...(from === undefined ? {} : { from }), exemptRoles: settings.mfaExemptRoles };
  };
  const current = createShortMemory(clock, async () => {
    const [rules, found] = await Promise.all([list(), policy()]);
    return { rules, policy: found };
  });
  return {
    judge: async ({ address, at = clock.now(), ...question }) => {
      const known = await current();
      const isAboutNetworks = known.rules.some(({ networks }) => networks.length > 0);
      const from = isAboutNetworks ? await address?.() : undefined;
      return requiredFactor({
        ...question,
        ...known,
        ...(from === undefined ? {} : { address: from }),
        now: at,
      });
    },
    list,
    add: (input, before) => {
      const rule = readNewRule(input);
      return updateOrInsert<RulesDocument, Rule | 'no-such-rule'>(rulesDocuments, rulesId, (document) => {
        const rules = document?.rules ?? [];
        const place = before === undefined ? rules.length : rules.findIndex(({ id }) => id === before);
        return place < 0
          ? { result: 'no-such-rule' }
          : { next: { id: rulesId, rules: rules.toSpliced(place, 0, rule) }, result: rule };
      });
    },
    remove: (id) =>
      updateOrInsert(rulesDocuments, rulesId, (document) => {
        const rules = document?.rules ?? [];
        const kept = rules.filter((rule) => rule.id !== id);
        return kept.length === rules.length
          ? { result: false }
          : { next: { id: rulesId, rules: kept }, result: true };
      }),
    policy,
    setPolicy: (next) =>
      updateOrInsert(policies, policyId, () => ({ next: { id: policyId, ...next }, result: undefined })),
  };
}

/** Reads at most once in a while, however many ask; a reading that failed is not kept. */
function createShortMemory<T>(clock: Clock, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | undefined;
  return () => {
    const now = clock.now();
    // A clock that was put back must not make old rules live longer.
    if (kept === undefined || now < kept.at || now >= kept.at + readAgainMs) {
      const reading = { at: now, value: read() };
      kept = reading;
      reading.value.catch(() => {
        kept = kept === reading ? undefined : kept;
      });
    }
    return kept.value;
  };
}
