{{/* The pod template of a workload. In: root, name, workload. */}}
{{- define "mimir.pod" -}}
{{- $values := .root.Values -}}
{{- $workload := .workload -}}
{{- $place := ternary $values.zoned $values.unzoned (not (empty $workload.zone)) -}}
metadata:
  labels:
    {{- include "mimir.selector" (dict "root" .root "component" .name) | nindent 4 }}
    app.kubernetes.io/managed-by: {{ .root.Release.Service }}
    {{- include "mimir.zoneLabels" . | trim | nindent 4 }}
  annotations:
    mimir/modules: {{ join "," $workload.modules | quote }}
    checksum/config: {{ include "mimir.config" .root | sha256sum }}
    {{- if $values.s3.accessKeyId }}
    checksum/s3: {{ printf "%s:%s" $values.s3.accessKeyId $values.s3.secretAccessKey | sha256sum }}
    {{- end }}
    {{- with merge (dict) ($workload.podAnnotations | default dict) $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "mimir.serviceAccount" .root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ dig "gracePeriodSeconds" $values.gracePeriodSeconds $workload }}
  {{- with $values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- toYaml $values.podSecurityContext | nindent 4 }}
  {{- $zone := dict }}
  {{- if and $workload.zone $values.zoned.nodeLabel }}{{ $zone = dict $values.zoned.nodeLabel $workload.zone }}{{ end }}
  {{- with merge $zone ($workload.nodeSelector | default $place.nodeSelector | default dict) }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $workload.tolerations | default $place.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if and (not $workload.zone) $values.unzoned.topologySpread.enabled }}
  topologySpreadConstraints:
    - maxSkew: {{ $values.unzoned.topologySpread.maxSkew }}
      topologyKey: {{ $values.unzoned.topologySpread.topologyKey }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "mimir.selector" (dict "root" .root "component" .name) | nindent 10 }}
  {{- end }}
  containers:
    - name: mimir
      image: {{ include "mimir.image" .root | quote }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      args:
        - -config.file=/etc/mimir/mimir.yaml
        - -config.expand-env=true
        - -target={{ $workload.target | default (join "," $workload.modules) }}
        {{- range $flag, $value := $workload.flags }}
        - {{ printf "-%s=%s" $flag $value | quote }}
        {{- end }}
      env:
        {{- include "mimir.env" . | nindent 8 }}
      ports:
        - {name: http, containerPort: 8080}
        - {name: grpc, containerPort: 9095}
        - {name: gossip, containerPort: 7946}
      readinessProbe:
        httpGet: {path: /ready, port: http}
        {{- toYaml $values.readinessProbe | nindent 8 }}
      {{- range $workload.preStop }}
      {{- if .sleep }}
      lifecycle:
        preStop:
          sleep: {seconds: {{ .sleep }}}
      {{- else if eq .method "GET" }}
      lifecycle:
        preStop:
          httpGet: {path: {{ .path | quote }}, port: http}
      {{- end }}
      {{- end }}
      {{- with $workload.resources | default $values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- toYaml $values.containerSecurityContext | nindent 8 }}
      volumeMounts:
        - {name: config, mountPath: /etc/mimir, readOnly: true}
        - {name: data, mountPath: /data}
        - {name: tmp, mountPath: /tmp}
  volumes:
    # One folder of both, and no subPath: so the kubelet replaces the runtime config of a running pod.
    - name: config
      projected:
        sources:
          - configMap: {name: {{ include "mimir.name" (dict "root" .root "name" "mimir-config") }}}
          - configMap: {name: {{ include "mimir.name" (dict "root" .root "name" "mimir-runtime") }}}
    - name: tmp
      emptyDir: {}
    {{- if not $workload.stateful }}
    - name: data
      emptyDir: {}
    {{- end }}
{{- end }}

{{/* What the config's ${NAME}s stand for in a pod. In: root, workload. */}}
{{- define "mimir.env" -}}
{{- $values := .root.Values -}}
- {name: ID, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
- {name: NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
- {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
- {name: ZONE, value: {{ .workload.zone | default "" | quote }}}
- {name: HTTP_PORT, value: "8080"}
- {name: GRPC_PORT, value: "9095"}
- {name: GOSSIP_PORT, value: "7946"}
- {name: DATA, value: /data}
- {name: RUNTIME, value: /etc/mimir/runtime.yaml}
{{- with $values.s3.endpoint }}
- {name: S3_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- with $values.s3.bucket }}
- {name: S3_BUCKET, value: {{ . | quote }}}
{{- end }}
- {name: S3_INSECURE, value: {{ $values.s3.insecure | quote }}}
{{- if or $values.s3.existingSecret $values.s3.accessKeyId }}
{{- $secret := $values.s3.existingSecret | default (include "mimir.name" (dict "root" .root "name" "mimir-s3")) }}
- {name: S3_ACCESS_KEY_ID, valueFrom: {secretKeyRef: {name: {{ $secret }}, key: accessKeyId}}}
- {name: S3_SECRET_ACCESS_KEY, valueFrom: {secretKeyRef: {name: {{ $secret }}, key: secretAccessKey}}}
{{- end }}
{{- range $name, $value := merge (dict) (.workload.env | default dict) $values.env }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}
