{{/* What never changes of a pod's labels. In: root, workload (its name). */}}
{{- define "fleet.selector" -}}
app.kubernetes.io/name: {{ .root.Values.name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .workload }}
{{- end }}

{{/* The ConfigMap of a file that is read again and again: mimir-runtime of runtime.yaml. In: root, file. */}}
{{- define "fleet.configMap" -}}
{{ .root.Values.name }}-{{ trimSuffix (ext .file) .file }}
{{- end }}

{{/* Labels of objects. In: root, workload. */}}
{{- define "fleet.labels" -}}
{{ include "fleet.selector" . }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* Labels that say to which zone and group a workload belongs: ingester-zone-a is of the group ingester. In: name, workload. */}}
{{- define "fleet.zoneLabels" -}}
{{- with .workload.zone }}
zone: {{ . }}
{{- end }}
rollout-group: {{ trimSuffix (printf "-%s" (.workload.zone | default "")) .name }}
{{- end }}

{{/* Labels of what is the gateway's. */}}
{{- define "fleet.gatewaySelector" -}}
app.kubernetes.io/name: {{ .Values.name }}-gateway
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "fleet.gatewayLabels" -}}
{{ include "fleet.gatewaySelector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}
