import { beforeEach, describe, expect, it } from 'vitest';
import { useHost } from '../host';
import { secondPerson } from './second-person.svelte';
import { Sending } from './sending.svelte';

const refusal = (code: string) => ({ code, message: '', facts: {} });

describe('sending', () => {
  let sent: { request_id: string; consent?: unknown }[] = [];
  beforeEach(() => {
    sent = [];
    secondPerson.asking = null;
  });

  /** A station that answers each request in turn: with a reply, or by throwing. */
  function answering(...answers: (() => unknown)[]): void {
    useHost((_cmd, req) => {
      sent.push(req as (typeof sent)[number]);
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      return Promise.resolve().then(() => answer?.());
    });
  }

  it('gives a refused request another id when it goes again', async () => {
    answering(
      () => {
        throw refusal('batch_closed');
      },
      () => ({ seq: 1, repeated: false }),
    );
    const sending = new Sending();
    expect(await sending.send('close_batch', { session: 'm1' })).toBeNull();
    expect(sending.refusal?.code).toBe('batch_closed');
    expect(sending.frozen).toBe(false);
    expect(await sending.send('close_batch', { session: 'm1' })).toEqual({ seq: 1, repeated: false });
    expect(sending.refusal).toBeNull();
    expect(sent[0]?.request_id).not.toBe(sent[1]?.request_id);
  });

  it('holds still while no answer comes, then sends the very same whatever was typed meanwhile', async () => {
    let lost = true;
    answering(() => {
      if (lost) throw new Error('lost');
      return { seq: 1, repeated: true };
    });
    const sending = new Sending();
    expect(await sending.send('close_batch', { session: 'm1' })).toBeNull();
    expect(sending.stuck).toBe(true);
    expect(sending.frozen).toBe(true);
    lost = false;
    expect(await sending.send('close_batch', { session: 'm1', reason: 'typed later' })).not.toBeNull();
    expect(sent.at(-1)).toEqual(sent[0]);
    expect(sending.stuck).toBe(false);
  }, 10_000);

  it('carries the second person’s consent in the same request', async () => {
    answering(
      () => {
        throw refusal('second_person_needed');
      },
      () => ({ seq: 1, repeated: false }),
    );
    const sending = new Sending();
    const closing = sending.send('close_batch', { session: 'm1' });
    await new Promise((resolve) => setTimeout(resolve));
    await secondPerson.asking?.send({ user: 'tran', password: 'p' });
    expect(await closing).not.toBeNull();
    expect(sent[1]).toEqual({ ...sent[0], consent: { user: 'tran', password: 'p' } });
  });
});
