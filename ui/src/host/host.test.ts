import { describe, expect, it } from 'vitest';
import { call, callOnce, refused, useHost, type Refused } from '.';

const receipt = { receipt: 'W3-000001', request_id: '00000000-0000-4000-8000-000000000001' };

describe('the host', () => {
  it('gives a refusal its code, facts and words', async () => {
    useHost(() => Promise.reject({ code: 'drawer_closed', message: 'drawer is closed', facts: { a: 1 } }));
    const refusal = await call('state', {}).catch((cause: unknown) => cause as Refused);
    expect(refusal).toMatchObject({ code: 'drawer_closed', message: 'drawer is closed', facts: { a: 1 } });
  });

  it('says that no answer came when it broke', async () => {
    useHost(() => Promise.reject(new TypeError('fetch failed')));
    expect(refused(await call('state', {}).catch((cause: unknown) => cause)).unanswered).toBe(true);
  });

  it('sends again under the same request id when the answer was lost', async () => {
    const ids: string[] = [];
    useHost((_cmd, req) => {
      ids.push((req as typeof receipt).request_id);
      if (ids.length < 3) return Promise.reject(new Error('lost'));
      return Promise.resolve({ receipt: 'W3-000001', copy: 1 });
    });
    await expect(callOnce('reprint_receipt', receipt, [0, 0])).resolves.toEqual({
      receipt: 'W3-000001',
      copy: 1,
    });
    expect(ids).toEqual([receipt.request_id, receipt.request_id, receipt.request_id]);
  });

  it('does not send a refused request again', async () => {
    let sent = 0;
    useHost(() => {
      sent++;
      return Promise.reject({ code: 'unknown_receipt', message: '', facts: {} });
    });
    await expect(callOnce('reprint_receipt', receipt, [0, 0])).rejects.toMatchObject({
      code: 'unknown_receipt',
    });
    expect(sent).toBe(1);
  });
});
