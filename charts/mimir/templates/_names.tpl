{{/* The name of anything: the prefix and what it is. In: root, name. */}}
{{- define "mimir.name" -}}
{{ .root.Values.namePrefix }}{{ .name }}
{{- end }}

{{- define "mimir.serviceAccount" -}}
{{- $account := .Values.serviceAccount -}}
{{- if $account.name -}}
{{ $account.name }}
{{- else if $account.create -}}
{{ .Values.namePrefix }}mimir
{{- else -}}
default
{{- end }}
{{- end }}

{{- define "mimir.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Workloads that are rolled as one, a zone after the other: ingester-zone-a is of the group ingester. In: root, name, workload. */}}
{{- define "mimir.rolloutGroup" -}}
{{- $name := include "mimir.name" . -}}
{{- with .workload.zone }}{{ $name = trimSuffix (printf "-%s" .) $name }}{{ end -}}
{{ $name }}
{{- end }}

{{/* What never changes of a pod's labels. In: root, component. */}}
{{- define "mimir.selector" -}}
app.kubernetes.io/name: mimir
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of objects. In: root, component. */}}
{{- define "mimir.labels" -}}
{{ include "mimir.selector" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* Labels that say to which zone and group a workload belongs. In: root, name, workload. */}}
{{- define "mimir.zoneLabels" -}}
{{- with .workload.zone }}
zone: {{ . }}
{{- end }}
rollout-group: {{ include "mimir.rolloutGroup" . }}
{{- end }}
