{{/* The pod template of a workload. In: root, name, workload. */}}
{{- define "fleet.pod" -}}
{{- $values := .root.Values -}}
{{- $workload := .workload -}}
{{- $template := .workload.template -}}
{{- $fixed := list -}}{{- $reloaded := list -}}{{- $contents := dict -}}
{{- range $file := $template.files -}}
{{- $it := index $values.files $file -}}
{{- if $it.reloaded -}}
{{- $reloaded = append $reloaded $file -}}
{{- else -}}
{{- $fixed = append $fixed $file -}}{{- $_ := set $contents $file $it.content -}}
{{- end -}}
{{- end -}}
metadata:
  labels:
    {{- include "fleet.selector" (dict "root" .root "workload" .name) | nindent 4 }}
    app.kubernetes.io/managed-by: {{ .root.Release.Service }}
    {{- include "fleet.zoneLabels" . | trim | nindent 4 }}
    # For whoever wants all pods of the fleet.
    fleet: {{ $values.name }}
  annotations:
    fleet/components: {{ join "," $template.components | quote }}
    fleet/pre-stop: {{ toJson $template.preStop | quote }}
    checksum/config: {{ toJson $contents | sha256sum }}
    {{- with $template.restarts }}
    fleet/restarts: {{ . | quote }}
    {{- end }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $template.gracePeriodSeconds }}
  securityContext:
    {{- include "fleet.podSecurityContext" (dict "values" $values "template" $template) | nindent 4 }}
  {{- $zone := dict }}
  {{- if and $workload.zone $values.zoned.nodeLabel }}{{ $zone = dict $values.zoned.nodeLabel $workload.zone }}{{ end }}
  {{- with ternary $zone $values.unzoned.nodeSelector (not (empty $workload.zone)) }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if not $workload.zone }}
  {{- with $values.unzoned.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "fleet.selector" (dict "root" .root "workload" .name) | nindent 10 }}
  {{- end }}
  containers:
    - name: {{ $values.name }}
      image: {{ $template.image | quote }}
      imagePullPolicy: IfNotPresent
      args:
        {{- range $template.args }}
        - {{ . | quote }}
        {{- end }}
      env:
        {{- range $name, $value := $template.env }}
        {{- if kindIs "string" $value }}
        - {name: {{ $name }}, value: {{ $value | quote }}}
        {{- else if eq $value.of "name" }}
        - {name: {{ $name }}, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
        {{- else if eq $value.of "address" }}
        - {name: {{ $name }}, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
        {{- else if eq $value.of "namespace" }}
        - {name: {{ $name }}, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
        {{- else if eq $value.of "port" }}
        - {name: {{ $name }}, value: {{ index $template.ports $value.port | toString | quote }}}
        {{- else if and (eq $value.of "volume") $value.mount }}
        - {name: {{ $name }}, value: {{ (index $template.mounts $value.mount).path | quote }}}
        {{- else if eq $value.of "volume" }}
        - {name: {{ $name }}, value: /data}
        {{- else if eq $value.of "file" }}
        - {name: {{ $name }}, value: {{ printf "/etc/%s/%s" $values.name $value.file }}}
        {{- else if eq $value.of "secret" }}
        - {name: {{ $name }}, valueFrom: {secretKeyRef: {name: {{ $value.secret }}, key: {{ $value.key }}}}}
        {{- end }}
        {{- end }}
      ports:
        {{- range $name, $port := $template.ports }}
        - {name: {{ $name }}, containerPort: {{ $port }}}
        {{- end }}
      {{- with $template.startup }}
      startupProbe:
        {{- include "fleet.probe" . | nindent 8 }}
      {{- end }}
      {{- with $template.liveness }}
      livenessProbe:
        {{- include "fleet.probe" . | nindent 8 }}
      {{- end }}
      readinessProbe:
        httpGet: {path: {{ $template.readiness.path }}, port: http}
        {{- toYaml $values.readinessProbe | nindent 8 }}
      {{- range $template.preStop }}
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
      {{- with $template.resources | default $values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        {{- toYaml $values.containerSecurityContext | nindent 8 }}
      volumeMounts:
        - {name: config, mountPath: {{ printf "/etc/%s" $values.name }}, readOnly: true}
        {{- range $template.mounts }}
        - {name: data, mountPath: {{ .path | quote }}, subPath: {{ .subPath | quote }}}
        {{- else }}
        - {name: data, mountPath: /data}
        {{- end }}
        - {name: tmp, mountPath: /tmp}
  volumes:
    # One folder of both, and no subPath: so the kubelet replaces the files that running pods read again.
    - name: config
      projected:
        sources:
          {{- if $fixed }}
          - configMap:
              name: {{ $values.name }}-config
              items:
                {{- range $fixed }}
                - {key: {{ . }}, path: {{ . }}}
                {{- end }}
          {{- end }}
          {{- range $reloaded }}
          - configMap:
              name: {{ include "fleet.configMap" (dict "root" $.root "file" .) }}
              items: [{key: {{ . }}, path: {{ . }}}]
          {{- end }}
    - name: tmp
      emptyDir: {}
    {{- if eq $workload.kind "Deployment" }}
    - name: data
      emptyDir: {}
    {{- end }}
{{- end }}

{{/* A probe that the kubelet repeats. */}}
{{- define "fleet.probe" -}}
httpGet: {path: {{ .path }}, port: {{ .port }}}
initialDelaySeconds: {{ .initialDelaySeconds }}
periodSeconds: {{ .periodSeconds }}
timeoutSeconds: {{ .timeoutSeconds }}
failureThreshold: {{ .failureThreshold }}
{{- end }}

{{/* Whom the pod's program runs as, and who its volume belongs to. In: values, template. */}}
{{- define "fleet.podSecurityContext" -}}
{{- $context := deepCopy .values.podSecurityContext -}}
{{- with .template.runAs -}}
{{- $own := dict "runAsUser" .user "runAsGroup" .group "fsGroup" .group "runAsNonRoot" (ne (int .user) 0) -}}
{{- $context = mergeOverwrite $context $own -}}
{{- end -}}
{{- toYaml $context }}
{{- end }}
