import { expect, test } from 'vitest'
import { alertRules, configOf } from '../../../../harness/mimir/signals/alerts/alerts-setup.ts'
import { notificationOf } from '../../../../harness/mimir/signals/alerts/receiver.ts'
import { seenIn } from '../../../../harness/mimir/signals/alerts/watch.ts'

test('what a tenant is given: a route with short waits, one receiver, three alerts', () => {
  expect(configOf('http://198.18.0.1:8083/')).toMatchInlineSnapshot(`
    "alertmanager_config: |
      route:
        receiver: gauntlet
        group_by:
          - alertname
        group_wait: 1s
        group_interval: 5s
        repeat_interval: 10s
      receivers:
        - name: gauntlet
          webhook_configs:
            - url: http://198.18.0.1:8083/
    "
  `)
  expect(configOf(undefined)).toMatchInlineSnapshot(`
    "alertmanager_config: |
      route:
        receiver: gauntlet
        group_by:
          - alertname
        group_wait: 1s
        group_interval: 5s
        repeat_interval: 10s
      receivers:
        - name: gauntlet
    "
  `)
  expect(alertRules('ann', 25_000)).toMatchInlineSnapshot(`
    "name: gauntlet-alerts
    interval: 1s
    rules:
      - alert: GauntletFiring
        expr: vector(1)
        labels:
          tenant: ann
      - alert: GauntletSilenced
        expr: vector(1)
        labels:
          tenant: ann
      - alert: GauntletHeld
        expr: vector(1)
        for: 25s
        labels:
          tenant: ann
    "
  `)
})

test('a notification, as the webhook integration sends it', () => {
  const body = {
    receiver: 'gauntlet',
    status: 'firing',
    alerts: [{ status: 'firing', labels: { alertname: 'GauntletFiring' }, annotations: {} }],
    groupLabels: { alertname: 'GauntletFiring' },
    version: '4',
  }
  expect(notificationOf(JSON.stringify(body), 7)).toEqual({
    type: 'notification',
    at: 7,
    status: 'firing',
    alerts: ['GauntletFiring'],
  })
  expect(() => notificationOf('{}', 7)).toThrow()
})

const silences = (...all: [id: string, state: string][]) =>
  JSON.stringify(all.map(([id, state]) => ({ id, status: { state }, matchers: [] })))
const alerts = (...all: [alertname: string, state: string][]) =>
  JSON.stringify(all.map(([alertname, state]) => ({ labels: { alertname }, status: { state, silencedBy: [] } })))

test('what two answers of the API show', () => {
  const whole = alerts(['GauntletFiring', 'active'], ['GauntletSilenced', 'suppressed'], ['GauntletHeld', 'active'])
  const asSetUp = { silence: true, firing: 'active', silenced: 'suppressed', held: 'active' }
  expect(seenIn(silences(['other', 'expired'], ['ours', 'active']), whole, 'ours')).toEqual(asSetUp)
  expect(seenIn(silences(['ours', 'expired']), whole, 'ours')).toEqual({ ...asSetUp, silence: false })
  expect(seenIn(silences(['other', 'active']), alerts(), 'ours')).toEqual({
    silence: false,
    firing: 'absent',
    silenced: 'absent',
    held: 'absent',
  })
  expect(seenIn(silences(['ours', 'active']), alerts(['GauntletSilenced', 'active']), 'ours')).toEqual({
    silence: true,
    firing: 'absent',
    silenced: 'active',
    held: 'absent',
  })
  expect(() => seenIn('no JSON', whole, 'ours')).toThrow()
})
